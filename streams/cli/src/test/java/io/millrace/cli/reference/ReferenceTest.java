package io.millrace.cli.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.core.metrics.MeterDescription;
import io.millrace.core.state.StoreName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds {@code docs/reference} to the code; with {@code -Dreference.write=true} it writes the pages first. */
class ReferenceTest {

    private static final String REWRITE = "mvn -Dquick -pl streams/cli -am test -Dtest=ReferenceTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dreference.write=true";

    private static final Path HOME = Path.of(System.getProperty("millrace.home"));
    private static final Constants CONSTANTS = Constants.in(HOME);

    /** How Micrometer makes meters. */
    private static final Set<String> REGISTERING =
            Set.of("counter", "gauge", "timer", "summary", "more", "gaugeCollectionSize", "gaugeMapSize");

    @ParameterizedTest
    @ValueSource(strings = {"settings.md", "topics.md", "stores.md", "errors.md", "metrics.md"})
    void shouldSayWhatTheCodeSays(String name) throws IOException {
        var page = HOME.resolve("docs/reference").resolve(name);
        var expected = new Reference(CONSTANTS).pages(REWRITE).get(name);
        if (Boolean.getBoolean("reference.write")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, expected);
        }

        assertThat(page)
                .as("out of date; rewrite it with: %s", REWRITE)
                .exists()
                .hasContent(expected);
    }

    @Test
    void shouldShowEverySetting() {
        var shown = SettingsPage.definitions().values().stream()
                .flatMap(definition -> definition.names().stream())
                .toList();

        assertThat(CONSTANTS.definitions("NAME").stream()
                        .flatMap(definition -> definition.names().stream())
                        .distinct())
                .isSubsetOf(shown);
    }

    @Test
    void shouldKnowTheBoundOfEveryStore() {
        assertThat(CONSTANTS.of(StoreName.class))
                .isNotEmpty()
                .allSatisfy(store ->
                        assertThat(store.comment()).as(store.value().name()).contains("Bound: "));
    }

    @Test
    void shouldRegisterMetersByTheirDescriptionOnly() {
        var others = CONSTANTS.classes().stream()
                .filter(owner -> !owner.isEquivalentTo(MeterDescription.class))
                .flatMap(owner -> owner.getMethodCallsFromSelf().stream())
                .filter(ReferenceTest::registersAMeter)
                .map(JavaCall::getDescription);

        assertThat(others).isEmpty();
    }

    private static boolean registersAMeter(JavaCall<?> call) {
        JavaClass target = call.getTargetOwner();
        boolean builds = call.getName().equals("builder") && target.isAssignableTo(Meter.class);
        return builds || (target.isAssignableTo(MeterRegistry.class) && REGISTERING.contains(call.getName()));
    }
}
