package io.millrace.tokens.plan;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads plans from YAML or JSON and checks them whole. */
public final class PlanParser {

    /** Longest plan that is read, characters. */
    public static final int MAX_LENGTH = 256 * 1024;

    private static final int MOST_DEPTH = 100;

    /** What would be dropped without a word, a field that is there twice or a second plan, is an error. */
    private static final ObjectMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_DEPTH)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private PlanParser() {}

    /**
     * @param source the plan as YAML or JSON
     * @param engines pools that {@code llm} stages may name
     * @param services pools that {@code call} stages may name
     * @throws InvalidPlanException with every error and its place
     */
    public static Plan parse(String source, Set<String> engines, Set<String> services) {
        var root = read(source);
        var check = new PlanCheck(engines, services);
        var stages = check.stages(root);
        var name = check.name(root);
        check.finish();
        var canonical = canonical(root);
        return new Plan(name, stages, canonical, sha256(canonical));
    }

    /**
     * Reads a plan that has been checked before, such as one from the log, without asking which pools exist now.
     *
     * @throws InvalidPlanException when it was not checked, or by other rules
     */
    public static Plan parseChecked(String canonicalJson) {
        var root = read(canonicalJson);
        var pools = new PoolNames(root);
        return parse(canonicalJson, pools.named("engine"), pools.named("service"));
    }

    private static JsonNode read(String source) {
        if (source.length() > MAX_LENGTH) {
            throw invalid("plan", "is longer than " + MAX_LENGTH + " characters; split it into several pipelines");
        }
        try {
            var root = YAML.readTree(source);
            if (!root.isObject()) {
                throw invalid("plan", "must be an object with 'pipeline' and 'stages'");
            }
            return root;
        } catch (JacksonException e) {
            var at = e.getLocation();
            throw invalid(
                    at == null ? "plan" : "line " + at.getLineNr() + ", column " + at.getColumnNr(),
                    "is not YAML or JSON: " + e.getOriginalMessage());
        }
    }

    private static InvalidPlanException invalid(String place, String message) {
        return new InvalidPlanException(List.of(new PlanError(place, message)));
    }

    private static String canonical(JsonNode root) {
        try {
            return CANONICAL.writeValueAsString(CANONICAL.treeToValue(root, TreeMap.class));
        } catch (JacksonException e) {
            throw new IllegalStateException("a parsed plan can always be written", e);
        }
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private record PoolNames(JsonNode root) {
        Set<String> named(String field) {
            var names = new TreeMap<String, Boolean>();
            root.path("stages").forEach(stage -> names.put(stage.path(field).asText(""), true));
            return Map.copyOf(names).keySet();
        }
    }
}
