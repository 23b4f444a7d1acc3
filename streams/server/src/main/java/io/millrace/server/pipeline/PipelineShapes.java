package io.millrace.server.pipeline;

import io.millrace.server.api.Content;
import io.millrace.server.api.Shape;
import java.util.List;

/** Shapes of pipelines. */
final class PipelineShapes {

    /** None of these is sent by a web page of another origin without the server's consent, as plain text would be. */
    static final List<String> MEDIA_TYPES =
            List.of("application/yaml", "application/json", "application/x-yaml", "text/yaml", "text/x-yaml");

    static final Content[] DEFINITIONS = MEDIA_TYPES.stream()
            .map(type -> new Content(type, Shape.any().described("a pipeline, as docs/tokens.md says")))
            .toArray(Content[]::new);

    private PipelineShapes() {}

    static Shape summary() {
        return Shape.object()
                .member("name", Shape.text())
                .member("version", Shape.count())
                .member("digest", Shape.text())
                .member("at", Shape.millis());
    }

    static Shape whole() {
        return summary().member("definition", Shape.any());
    }
}
