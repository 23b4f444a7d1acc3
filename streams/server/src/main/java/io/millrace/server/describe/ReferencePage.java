package io.millrace.server.describe;

import io.millrace.queries.Problem;
import io.millrace.server.api.Operation;
import io.millrace.server.api.Operation.Group;
import io.millrace.server.api.Parameter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The interface as one page of HTML that needs nothing else: no script, no other address. */
final class ReferencePage {

    private static final String STYLE = """
            :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
            body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
            code { font: 0.9em ui-monospace, monospace; }
            table { border-collapse: collapse; margin: 0.5rem 0 1rem; }
            td { padding: 0.15rem 1rem 0.15rem 0; vertical-align: top; }
            article { border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: 0.5rem 0; }
            h3 { margin: 0.5rem 0; } p { margin: 0.3rem 0; }
            """;

    private ReferencePage() {}

    static String of(List<Operation> operations, String version) {
        var page = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append(
                        "<meta name=\"viewport\" content=\"width=device-width\"><title>Millrace REST interface</title><style>")
                .append(STYLE)
                .append("</style></head><body><h1>Millrace ")
                .append(escaped(version))
                .append("</h1><p>For programs: <a href=\"/openapi.json\">/openapi.json</a></p>");
        for (var group : Group.values()) {
            page.append("<h2>").append(lower(group)).append("</h2>");
            operations.stream()
                    .filter(operation -> operation.group() == group)
                    .forEach(operation -> page.append(article(operation)));
        }
        page.append("<h2>problems</h2><table>");
        for (var problem : Problem.values()) {
            page.append(row(
                    "<a href=\"" + problem.type() + "\"><code>" + problem.code() + "</code></a>",
                    Integer.toString(problem.status()),
                    escaped(problem.title())));
        }
        return page.append("</table></body></html>").toString();
    }

    private static String article(Operation operation) {
        var text = new StringBuilder("<article id=\"")
                .append(operation.id())
                .append("\"><h3><code>")
                .append(operation.method().name())
                .append(' ')
                .append(escaped(operation.template()))
                .append("</code></h3><p>")
                .append(escaped(operation.summary()))
                .append(". By: ")
                .append(escaped(operation.permission().words()))
                .append(".</p><table>");
        operation.parameters().forEach(parameter -> text.append(row(parameter)));
        operation.bodies().forEach(body -> text.append(row("body", "<code>" + body.mediaType() + "</code>", "")));
        operation
                .answers()
                .forEach(answer ->
                        text.append(row(Integer.toString(answer.status()), "", escaped(answer.description()))));
        var problems = operation.problems().stream()
                .sorted()
                .map(problem -> "<code>" + problem.code() + "</code>")
                .collect(Collectors.joining(", "));
        return text.append(problems.isEmpty() ? "" : row("problems", "", problems))
                .append("</table></article>")
                .toString();
    }

    private static String row(Parameter parameter) {
        return row(
                "<code>" + escaped(parameter.name()) + "</code>",
                lower(parameter.place()),
                escaped(parameter.description()));
    }

    private static String row(String... cells) {
        return "<tr><td>" + String.join("</td><td>", cells) + "</td></tr>";
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
