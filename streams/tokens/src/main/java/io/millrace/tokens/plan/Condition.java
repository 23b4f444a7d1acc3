package io.millrace.tokens.plan;

import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Collection;
import java.util.Map;

/** A condition in the Common Expression Language over the values that a stage sees. Safe for several threads. */
public final class Condition {

    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.legacyCelRuntimeBuilder().build();

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

    /** @throws ConditionException when a value has not the type that the condition expects */
    public boolean test(Map<String, Object> values) {
        try {
            return Boolean.TRUE.equals(program.eval(values));
        } catch (CelEvaluationException e) {
            throw new ConditionException(String.valueOf(e.getMessage()));
        }
    }

    /** A condition that cannot be compiled or evaluated; the message says why. */
    public static final class ConditionException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        ConditionException(String message) {
            super(message);
        }
    }
}
