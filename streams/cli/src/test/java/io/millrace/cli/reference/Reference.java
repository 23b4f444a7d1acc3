package io.millrace.cli.reference;

import static io.millrace.cli.reference.Table.code;
import static java.util.Comparator.comparing;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.cli.ExitCode;
import io.millrace.cli.platform.PlatformTopics;
import io.millrace.cli.platform.TokensApplication;
import io.millrace.cli.reference.Constants.Constant;
import io.millrace.core.failure.FailurePolicy;
import io.millrace.core.metrics.MeterDescription;
import io.millrace.core.settings.RawSettings;
import io.millrace.core.state.StoreName;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Topic;
import io.millrace.events.topic.Topic.Access;
import io.millrace.queries.Problem;
import io.millrace.queries.store.StoreDescription;
import io.millrace.server.http.OpenAiError;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** The pages of {@code docs/reference}, from the code. */
final class Reference {

    private static final String AVRO_PACKAGE = "io.millrace.events.avro.";
    private static final String SCHEMAS = "../../schemas/events/src/main/avro/";
    private static final Pattern EXPOSED = Pattern.compile("(?m)^# TYPE (\\S+) ");

    private final Constants constants;

    Reference(Constants constants) {
        this.constants = constants;
    }

    /** Text by file name. */
    Map<String, String> pages(String rewriteWith) {
        var note = "<!-- Generated from the code. Rewrite with: " + rewriteWith + " -->\n\n";
        var pages = new TreeMap<String, String>();
        pages.put("settings.md", note + SettingsPage.text());
        pages.put("topics.md", note + topics());
        pages.put("stores.md", note + stores());
        pages.put("errors.md", note + errors());
        pages.put("metrics.md", note + metrics());
        return pages;
    }

    private String topics() {
        var comments = constants.of(Topic.class).stream()
                .collect(Collectors.toMap(constant -> constant.value().name(), Constant::comment));
        var content = new Table("topic", "value", "key", "what is on it");
        var keeping = new Table("topic", "partitions", "old records", "published over REST by", "read over REST by");
        PlatformTopics.catalogue(RawSettings.of(Map.of())).topics().stream()
                .sorted(comparing(Topic::name))
                .forEach(topic -> {
                    content.row(
                            code(topic.name()),
                            value(topic.type()),
                            topic.key(),
                            comments.getOrDefault(topic.name(), doc(topic.type())));
                    keeping.row(
                            code(topic.name()),
                            Integer.toString(topic.partitions()),
                            keeping(topic),
                            role(topic.rules().publish()),
                            role(topic.rules().read()));
                });
        return """
                # Topics

                Keys are UTF-8 strings, values Avro in Confluent framing; the subject of a topic is its name with `-value`. Each pool of an
                installation has a topic `tokens.work.<pool>` with a partition for each lane; below are those of the default pools.
                `millrace topics create` makes what is missing, with these numbers or those that the settings say.

                %s
                ## How they are kept, and who may use them

                Rules of the REST interface: the role that may; the operator's has those of viewer, publisher and auditor in it. A
                caller on loopback, without authentication, has every role. Kafka's own clients are not bound by them.

                %s
                ## Dead letters

                Records that an application cannot read: %s; `millrace dlq` lists, shows and replays them.

                ## Rejected events

                Events that can be read and make no sense, with the reason in their headers: %s; `millrace dlq` with
                `--topic` lists, shows and replays them.
                """.formatted(
                        content,
                        keeping,
                        PlatformTopics.APPLICATIONS.stream()
                                .map(FailurePolicy::deadLetterTopic)
                                .map(Table::code)
                                .collect(Collectors.joining(", ")),
                        TokensTopics.CHECKED.stream()
                                .map(topic -> FailurePolicy.rejectedTopic(topic.name()))
                                .map(Table::code)
                                .collect(Collectors.joining(", ")));
    }

    private String stores() {
        var served = TokensApplication.STORES.stream()
                .collect(Collectors.toMap(StoreDescription::name, Function.identity()));
        var table = new Table("store", "what it holds", "bound", "read over REST by", "value");
        constants.of(StoreName.class).stream()
                .sorted(comparing(store -> store.value().name()))
                .forEach(store -> {
                    var parts = store.comment().split("Bound: ", 2);
                    var shown = served.get(store.value());
                    table.row(
                            code(store.value().name()),
                            parts[0].strip(),
                            parts.length < 2 ? "" : parts[1],
                            shown == null ? "nobody" : role(shown.read()),
                            shown == null ? "" : value(shown.type()));
                });
        return """
                # State stores

                `millrace query` and `GET /api/v1/stores` list those that can be read over REST.

                """ + table;
    }

    private static String errors() {
        var problems = new Table("code", "status", "`type`", "meaning", "try again", "`type` for OpenAI clients");
        for (var problem : Problem.values()) {
            problems.row(
                    code(problem.code()),
                    Integer.toString(problem.status()),
                    "<a id=\"" + problem.code().replace('_', '-') + "\"></a>" + code(problem.type()),
                    problem.title(),
                    problem.retryable() ? "yes" : "no",
                    code(OpenAiError.of(problem.because("")).at("/error/type").textValue()));
        }
        var exits = new Table("exit code", "meaning");
        Arrays.stream(ExitCode.values()).forEach(exit -> exits.row(Integer.toString(exit.code()), exit.meaning()));
        return """
                # Errors

                ## Over HTTP

                Errors are `application/problem+json` (RFC 9457) with `type`, `title`, `status`, `detail`, `instance`, `code` and
                `retryable`; where an input has several faults, `errors` lists each with its place. Those worth another try have a
                `Retry-After`. Under `/v1` the same problems come in the shape of OpenAI's API. `GET` the `type` of a problem from the
                server that told it, and it says what is said here.

                %s
                ## From the command line

                %s""".formatted(problems, exits);
    }

    private String metrics() {
        var table = new Table("meter", "kind", "tags", "meaning", "in `/metrics`");
        constants.of(MeterDescription.class).stream()
                .map(Constant::value)
                .sorted(comparing(MeterDescription::name))
                .forEach(meter -> table.row(
                        code(meter.name()),
                        meter.kind().name().toLowerCase(Locale.ROOT),
                        meter.tags().stream().map(Table::code).collect(Collectors.joining(", ")),
                        meter.meaning(),
                        exposed(meter)));
        return """
                # Metrics

                `GET /metrics` answers in Prometheus' text format. Times are in seconds.

                %s
                Beside these: memory, threads, garbage collection and processor of the JVM (`jvm_`, `process_`, `system_`), and of Kafka
                Streams and its clients (`kafka_`, tagged with `application`) lag, state, commits and memory of RocksDB, or everything with
                `metrics.kafka=all`, under the names that Micrometer gives them.
                """.formatted(table);
    }

    /** The names under which Prometheus sees it, from a scrape. */
    private static String exposed(MeterDescription meter) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var tags = Tags.of(meter.tags().stream().map(key -> Tag.of(key, "any")).toList());
        switch (meter.kind()) {
            case COUNTER -> meter.counter(registry, tags).increment();
            case GAUGE -> meter.gauge(registry, tags, registry, any -> 1);
            case TIMER, HISTOGRAM -> meter.timer(registry, tags).record(Duration.ofMillis(1));
        }
        return EXPOSED.matcher(registry.scrape())
                .results()
                .map(found -> code(found.group(1)))
                .collect(Collectors.joining(", "));
    }

    private static String value(Class<? extends SpecificRecord> type) {
        var path = type.getName().substring(AVRO_PACKAGE.length()).replace('.', '/');
        return "[" + type.getSimpleName() + "](" + SCHEMAS + path + ".avsc)";
    }

    private static String doc(Class<? extends SpecificRecord> type) {
        return SpecificData.get().getSchema(type).getDoc();
    }

    private static String keeping(Topic<?> topic) {
        return switch (topic.cleanup()) {
            case COMPACT -> "compacted; a null deletes";
            case DELETE -> "deleted after " + topic.retention().toDays() + " d";
        };
    }

    private static String role(Access access) {
        return access.name().toLowerCase(Locale.ROOT);
    }
}
