package io.millrace.tokens.plan;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A condition in the Common Expression Language over the values that a stage sees. JSON does not tell 1 from 1.0, so whole
 * numbers and fractions compare with each other; a whole number beyond 64 bits stands as the nearest double. Safe for several
 * threads.
 */
public final class Condition {

    /** A thread of the topology evaluates it, so nothing that a pipeline says may hold that up: it fails instead. */
    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .comprehensionMaxIterations(1_000)
            .maxExpressionCodePointSize(2_000)
            .maxParseRecursionDepth(20)
            .build();

    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.legacyCelRuntimeBuilder().setOptions(OPTIONS).build();

    private final CelRuntime.Program program;

    private Condition(CelRuntime.Program program) {
        this.program = program;
    }

    /**
     * @param names the values that the condition may use
     * @throws ConditionException when it does not compile, names something else or is not true or false
     */
    public static Condition of(String source, Collection<String> names) {
        var compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setResultType(SimpleType.BOOL);
        names.forEach(name -> compiler.addVar(name, SimpleType.DYN));
        try {
            return new Condition(
                    RUNTIME.createProgram(compiler.build().compile(source).getAst()));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new ConditionException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * @throws ConditionException when a value that decides is missing or has not the type that the condition expects, or
     *     when what comes out is neither true nor false
     */
    public boolean test(Map<String, Object> values) {
        if (evaluate(values) instanceof Boolean passes) {
            return passes;
        }
        throw new ConditionException("neither true nor false: a value that it needs is missing or is not a condition");
    }

    private @Nullable Object evaluate(Map<String, Object> values) {
        try {
            return program.eval(known(values));
        } catch (CelEvaluationException e) {
            throw new ConditionException(String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Object> known(Map<?, ?> values) {
        var known = new LinkedHashMap<String, Object>();
        values.forEach((name, value) -> known.put(String.valueOf(name), known(value)));
        return known;
    }

    /** The value in a type that the language has. */
    private static Object known(@Nullable Object value) {
        if (value == null) {
            return NullValue.NULL_VALUE;
        }
        if (value instanceof Map<?, ?> map) {
            return known(map);
        }
        if (value instanceof Collection<?> list) {
            var known = new ArrayList<Object>();
            list.forEach(part -> known.add(known(part)));
            return known;
        }
        if (value instanceof Integer number) {
            return number.longValue();
        }
        return value instanceof BigInteger number ? (Object) number.doubleValue() : value;
    }

    /** A condition that cannot be compiled or evaluated; the message says why. */
    public static final class ConditionException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        ConditionException(String message) {
            super(message);
        }
    }
}
