package io.millrace.cli.client;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.Console;
import io.millrace.cli.ExitCode;
import io.millrace.cli.answer.Answer;
import io.millrace.cli.answer.AnswerPrinter;
import io.millrace.cli.answer.Conversation;
import io.millrace.cli.http.ServerOptions;
import io.millrace.events.tokens.TenantNames;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace ask}. */
@Command(
        name = "ask",
        description = {
            "Ask a question of your own documents.",
            "The answer is shown as it is written; each sentence gets its verdict while the rest is still coming."
        })
public final class AskCommand implements Callable<Integer> {

    @Parameters(paramLabel = "QUESTION", arity = "1..*", description = "The question; needs no quotes.")
    private List<String> question;

    @Option(
            names = "--pipeline",
            paramLabel = "NAME",
            defaultValue = Conversation.DEFAULT_PIPELINE,
            description = "Pipeline that answers (default ${DEFAULT-VALUE}).")
    private String pipeline;

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            defaultValue = TenantNames.DEFAULT,
            description = "In whose name to ask: quotas are per tenant (default ${DEFAULT-VALUE}).")
    private String tenant;

    @Option(names = "--json", description = "Print the result as one JSON object when it is complete.")
    private boolean json;

    @Mixin
    private ServerOptions server;

    @Mixin
    private Console console;

    @Override
    public Integer call() {
        var text = String.join(" ", question).strip();
        if (text.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "the question is empty: write one after 'ask'");
        }
        var printer = new AnswerPrinter(console.out());
        var conversation = new Conversation(server.api(), tenant);
        Answer answer = conversation.ask(pipeline, text, json ? event -> {} : printer::show);
        if (json) {
            console.out().println(answer.toJson().toPrettyString());
        } else {
            printer.finish(answer);
        }
        return answer.exitCode().code();
    }
}
