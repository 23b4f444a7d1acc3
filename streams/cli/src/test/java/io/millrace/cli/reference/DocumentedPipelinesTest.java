package io.millrace.cli.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.tokens.plan.PlanParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documentation shows as a pipeline can be published as it stands. */
class DocumentedPipelinesTest {

    private static final Pattern PIPELINE = Pattern.compile("```yaml\\n(pipeline:.*?)```", Pattern.DOTALL);

    @Test
    void shouldShowOnlyValidPipelines() throws IOException {
        var page = Files.readString(Path.of(System.getProperty("millrace.home"), "docs", "tokens.md"));

        var plans = PIPELINE.matcher(page)
                .results()
                .map(shown -> PlanParser.parse(shown.group(1), Set.of("chat"), Set.of("retrieve")))
                .toList();

        assertThat(plans).extracting(plan -> plan.name()).isEqualTo(List.of("headlines"));
    }
}
