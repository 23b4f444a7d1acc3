package io.millrace.testkit;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Gives a test method its seed and tells it when the test fails. Use {@code @ExtendWith(Seeds.class)} and a parameter
 * of type {@link Seed}; run again with {@code -Dmillrace.seed=N}.
 */
public final class Seeds implements ParameterResolver, TestExecutionExceptionHandler {

    public static final String PROPERTY = "millrace.seed";

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Seeds.class);
    private static final String ALGORITHM = "L64X128MixRandom";

    /** Odd and without short patterns, so that neighbouring salts give unrelated generators (Steele et al. 2014). */
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    /** The seed of one run of a test. */
    public record Seed(long value) {

        /** The generator of a case; the same for the same seed and number. */
        public RandomGenerator generator(long caseNumber) {
            return RandomGeneratorFactory.of(ALGORITHM).create(value + caseNumber * GOLDEN_RATIO);
        }
    }

    /** Appears among the suppressed exceptions of a failure. */
    private static final class RunAgain extends Exception {
        private static final long serialVersionUID = 1L;

        RunAgain(Seed seed) {
            super("run again with -D" + PROPERTY + "=" + seed.value(), null, false, false);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Seed.class;
    }

    @Override
    public Seed resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getStore(NAMESPACE).computeIfAbsent(Seed.class, type -> choose(), Seed.class);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext test, Throwable failure) throws Throwable {
        var seed = test.getStore(NAMESPACE).get(Seed.class, Seed.class);
        if (seed != null) {
            failure.addSuppressed(new RunAgain(seed));
        }
        throw failure;
    }

    private static Seed choose() {
        return new Seed(Optional.ofNullable(System.getProperty(PROPERTY))
                .map(Long::parseLong)
                .orElseGet(System::nanoTime));
    }
}
