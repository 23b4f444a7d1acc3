package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.Work;
import io.millrace.events.tokens.Paths;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What simulated engines write. Each line ends with the name of the run that wrote it, {@code @<run>;}, so that each piece
 * of an answer, and of a prompt, says where it came from.
 */
final class EngineScript {

    private static final Pattern RUN = Pattern.compile("@([0-9a-f]+);");

    private EngineScript() {}

    /** The whole text of a run; one that does not end well stops within a line. */
    static String text(RandomTree tree, Work work, long run) {
        var name = "@" + Long.toHexString(run) + ";";
        var stage = work.getStage();
        if (stage.startsWith("b")) {
            return RandomTree.digest(withoutRuns(prompt(work))) + name;
        }
        if (stage.startsWith("a")) {
            return RandomTree.digest(withoutRuns(list(work))) + name;
        }
        var answer = tree.answer(stage, Paths.text(work.getPath()));
        if (stage.equals("w") || stage.equals("v")) {
            return answer.lines().get(0) + name;
        }
        var level = tree.plan.level(stage.charAt(1) - '0');
        return level.parser().equals("lines") ? lines(answer, name) : array(answer, name);
    }

    /** What the engine is shown. */
    static String prompt(Work work) {
        return work.getMessages().isEmpty()
                ? work.getInput()
                : work.getMessages().get(0).getContent();
    }

    /** A list of texts and lists as JSON; the texts need no escape. */
    static String json(Object value, String name) {
        return value instanceof List<?> list
                ? list.stream().map(each -> json(each, name)).toList().toString()
                : "\"" + value + name + "\"";
    }

    /** Runs that a text names, as hexadecimal numbers. */
    static Stream<Long> runs(String text) {
        return RUN.matcher(text).results().map(match -> Long.parseUnsignedLong(match.group(1), 16));
    }

    static String withoutRuns(String text) {
        return RUN.matcher(text).replaceAll("");
    }

    /** The list that the stage behind a collect is asked with: a call of a service sees values, not a prompt. */
    private static String list(Work work) {
        return work.getMessages().isEmpty()
                ? String.valueOf(((Map<?, ?>) Values.parse(work.getInput()))
                        .get(work.getStage().replace('a', 'c')))
                : prompt(work);
    }

    private static String lines(RandomTree.Answer answer, String name) {
        var text = new StringBuilder();
        for (var line : answer.lines()) {
            text.append(line instanceof String ? line + name : json(line, name)).append('\n');
        }
        return text.append(answer.isWell() ? "" : "half a li").toString();
    }

    private static String array(RandomTree.Answer answer, String name) {
        var array = json(answer.lines(), name);
        return answer.isWell()
                ? array
                : array.substring(0, array.length() - 1) + (answer.lines().isEmpty() ? "" : ", ") + "\"half a li";
    }
}
