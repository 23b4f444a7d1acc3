package io.millrace.cli.platform;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.cli.answer.Conversation;
import java.nio.file.Path;

/**
 * What {@code up} prints when all is ready: addresses, and commands that can be run as they stand in another terminal, in the
 * same directory.
 *
 * @param dataDir absolute
 * @param question to try
 */
record Invitation(RunningInstance running, Path dataDir, String question) {

    String text() {
        // Client commands find what runs on the default data directory, whatever its port.
        var url = DataDirectoryOption.isDefault(dataDir) ? "" : " --url " + running.url();
        return """

                Server    %1$s (for OpenAI clients: %1$s/v1)
                Broker    %2$s
                Registry  %3$s
                Logs      %4$s

                Try in another terminal:
                  ./millrace ask%5$s %6$s
                  ./millrace tail%5$s tokens.derived --from earliest --limit 5
                  curl -N %1$s/v1/chat/completions -H 'Content-Type: application/json' \\
                    -d %7$s

                Ctrl-C or './millrace down%8$s' stops it.""".formatted(
                        running.url(),
                        running.bootstrapServers(),
                        running.registryUrl(),
                        dataDir.resolve("logs"),
                        url,
                        Shell.word(question),
                        Shell.word(chatRequest()),
                        DataDirectoryOption.argument(dataDir));
    }

    private String chatRequest() {
        var request = JsonNodeFactory.instance.objectNode();
        request.put("model", Conversation.DEFAULT_PIPELINE).put("stream", true);
        request.putArray("messages").addObject().put("role", "user").put("content", question);
        return request.toString();
    }
}
