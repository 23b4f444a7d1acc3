package io.millrace.server.chat;

import io.millrace.server.api.Content;
import io.millrace.server.api.Shape;

/** Shapes of OpenAI's API as far as they are relied on here; its own description says the rest. */
final class ChatShapes {

    private ChatShapes() {}

    static Content question() {
        var message = Shape.object().member("role", Shape.text()).member("content", Shape.any());
        var shape = Shape.object()
                .member("model", Shape.text())
                .member("messages", Shape.list(message.open()))
                .optional("stream", Shape.flag().orNull())
                .optional("deadline_ms", Shape.count())
                .open();
        return new Content(
                "application/json",
                shape,
                "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"What is a mill race?\"}]}");
    }

    static Shape completion() {
        return Shape.object()
                .member("id", Shape.text())
                .member("object", Shape.oneOf("chat.completion"))
                .member("created", Shape.count())
                .member("model", Shape.text())
                .member("choices", Shape.list(Shape.object().open()))
                .member("usage", Shape.object().open())
                .open();
    }

    static Shape models() {
        return Shape.object().member("object", Shape.oneOf("list")).member("data", Shape.list(model()));
    }

    static Shape model() {
        return Shape.object()
                .member("id", Shape.text())
                .member("object", Shape.oneOf("model"))
                .member("created", Shape.count())
                .member("owned_by", Shape.text());
    }
}
