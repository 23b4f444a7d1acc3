package io.millrace.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.TryCatchBlock;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which module may know which, and what no module may do. The command line sees all modules, so the test lives here. */
class ArchitectureTest {

    private static final String ROOT = "io.millrace.";

    /** What each module may use. The command line may use all. */
    private static final Map<String, Set<String>> DIRECTIONS = Map.of(
            "events", Set.of(),
            "core", Set.of("events"),
            "tokens", Set.of("events", "core"),
            "engines", Set.of("events", "core"),
            "queries", Set.of("events", "core"),
            "server", Set.of("events", "core", "queries", "tokens"),
            "local", Set.of("events", "core"),
            "load", Set.of("events", "core", "tokens", "engines", "queries", "server", "local"));

    /**
     * Edges to code that may throw anything: plugins whose call must end with an outcome, a parser that trusts its input,
     * parts of any kind that are closed one after the other, those who wait for replies on one thread.
     */
    private static final Set<String> MAY_CATCH_ALL = Set.of(
            ROOT + "engines.local.LocalCall",
            ROOT + "events.serde.TypedDeserializer",
            ROOT + "engines.text.PdfReader",
            ROOT + "engines.worker.DocumentCallee",
            ROOT + "engines.worker.OneShotCallee",
            ROOT + "engines.worker.RunningCall",
            ROOT + "cli.platform.Parts",
            ROOT + "cli.platform.Progress",
            ROOT + "server.request.ReplyReader",
            ROOT + "tokens.parse.GuardedProvider",
            ROOT + "tokens.plan.Functions");

    private static final JavaClasses MILLRACE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.millrace");

    static Set<String> modules() {
        return DIRECTIONS.keySet();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void shouldKnowOnlyTheModulesBelow(String module) {
        var others = DIRECTIONS.keySet().stream()
                .filter(other ->
                        !other.equals(module) && !DIRECTIONS.get(module).contains(other))
                .map(other -> ROOT + other + "..")
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(ROOT + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "cli..")
                .allowEmptyShould(true)
                .check(MILLRACE);
    }

    @Test
    void shouldSeeTheClassesItChecks() {
        assertThat(MILLRACE.containPackage("io.millrace.events")).isTrue();
        assertThat(MILLRACE.containPackage("io.millrace.core")).isTrue();
    }

    @Test
    void shouldKeepHttpOutOfTopologies() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "tokens..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net.http..", "com.sun.net.httpserver..", "io.javalin..", "org.eclipse.jetty..")
                .allowEmptyShould(true)
                .check(MILLRACE);
    }

    @Test
    void shouldNotUseKafkasInternals() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..internals..")
                .check(MILLRACE);
    }

    /** Kafka's own may stop a stream thread for ever when it is queried. The benchmark's peer is not. */
    @Test
    void shouldKeepStoresThatMayBeQueried() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + "core.state.PersistentStores")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + "load.orchestration.PassThrough")
                .should()
                .callMethod(Stores.class, "persistentKeyValueStore", String.class)
                .check(MILLRACE);
    }

    @Test
    void shouldNotSleep() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .check(MILLRACE);
    }

    @Test
    void shouldPrintOnlyFromTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "cli..", ROOT + "load..")
                .and()
                .haveSimpleNameNotEndingWith("Main")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(MILLRACE);
    }

    @Test
    void shouldNotUseLombok() {
        noClasses().should().dependOnClassesThat().resideInAPackage("lombok..").check(MILLRACE);
    }

    @Test
    void shouldNameClassesByTheirRole() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "events.avro..")
                .should()
                .haveNameMatching(".*(Manager|Helper|Utils?|Impl)")
                .check(MILLRACE);
    }

    @Test
    void shouldCatchOnlyWhatItCanAnswer() {
        classes()
                .that()
                .resideOutsideOfPackage(ROOT + "events.avro..")
                .should(notCatch(Exception.class, RuntimeException.class))
                .check(MILLRACE);
    }

    @Test
    void shouldMarkEveryPackageForNullChecks() {
        assertThat(MILLRACE.stream()
                        .map(JavaClass::getPackage)
                        .distinct()
                        .filter(found -> !found.getName().startsWith(ROOT + "events.avro"))
                        .filter(found -> found.tryGetPackageInfo()
                                .map(info -> !info.isAnnotatedWith(NullMarked.class))
                                .orElse(true)))
                .as("packages without @NullMarked in package-info.java")
                .isEmpty();
    }

    private static ArchCondition<JavaClass> notCatch(Class<?>... types) {
        var names = Set.of(types);
        return new ArchCondition<>("not catch " + names) {
            @Override
            public void check(JavaClass checked, ConditionEvents events) {
                if (MAY_CATCH_ALL.contains(outermost(checked))) {
                    return;
                }
                checked.getCodeUnits().stream()
                        .flatMap(unit -> unit.getTryCatchBlocks().stream())
                        .filter(block -> catchesAny(block, types))
                        .forEach(block -> events.add(SimpleConditionEvent.violated(
                                checked, "catches everything at " + block.getSourceCodeLocation())));
            }
        };
    }

    private static String outermost(JavaClass checked) {
        return checked.getEnclosingClass().map(ArchitectureTest::outermost).orElse(checked.getName());
    }

    private static boolean catchesAny(TryCatchBlock block, Class<?>... types) {
        for (var type : types) {
            if (block.getCaughtThrowables().stream().anyMatch(caught -> caught.isEquivalentTo(type))) {
                return true;
            }
        }
        return false;
    }
}
