package io.millrace.cli;

import io.millrace.cli.http.ServerProblem;
import io.millrace.core.app.NotRunningException;
import io.millrace.core.failure.DeadLetterException;
import io.millrace.core.schemas.SchemasException;
import io.millrace.core.settings.SettingsException;
import io.millrace.core.topics.TopicsException;
import io.millrace.events.serde.RegistryUnavailableException;
import io.millrace.local.LocalPlatformException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** The one place where an exception becomes a sentence and an exit code. Stack traces only with {@code --debug}. */
final class FailureReport implements IExecutionExceptionHandler {

    /** Failures whose message is made for people. The first that applies counts. */
    private static final List<Known> KNOWN = List.of(
            Known.of(CommandFailure.class, CommandFailure::exitCode),
            Known.of(ServerProblem.class, ServerProblem::exitCode),
            Known.of(SettingsException.class, ExitCode.USAGE),
            Known.of(LocalPlatformException.AlreadyRunning.class, ExitCode.REFUSED),
            Known.of(LocalPlatformException.PortTaken.class, ExitCode.REFUSED),
            Known.of(LocalPlatformException.UnusableDataDirectory.class, ExitCode.USAGE),
            Known.of(LocalPlatformException.class, ExitCode.FAILED),
            Known.of(BindException.class, ExitCode.REFUSED),
            Known.of(DeadLetterException.class, ExitCode.NOT_FOUND),
            Known.of(SchemasException.class, ExitCode.REFUSED),
            Known.of(TopicsException.class, ExitCode.UNREACHABLE),
            Known.of(RegistryUnavailableException.class, ExitCode.UNREACHABLE),
            Known.of(NotRunningException.class, ExitCode.UNREACHABLE),
            Known.of(KafkaException.class, ExitCode.UNREACHABLE));

    private record Known(Predicate<Throwable> applies, Function<Throwable, ExitCode> exitCode) {

        static <F extends Throwable> Known of(Class<F> type, Function<F, ExitCode> exitCode) {
            return new Known(type::isInstance, failure -> exitCode.apply(type.cast(failure)));
        }

        static Known of(Class<? extends Throwable> type, ExitCode exitCode) {
            return new Known(type::isInstance, failure -> exitCode);
        }
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments) {
        var cause =
                failure instanceof UncheckedIOException && failure.getCause() != null ? failure.getCause() : failure;
        var err = command.getErr();
        err.println("millrace: " + sentence(cause));
        if (debug(command)) {
            failure.printStackTrace(err);
        }
        err.flush();
        return exitCode(cause).code();
    }

    private static ExitCode exitCode(Throwable failure) {
        return known(failure).map(known -> known.exitCode().apply(failure)).orElse(ExitCode.FAILED);
    }

    private static String sentence(Throwable failure) {
        if (known(failure).isPresent()) {
            return String.valueOf(failure.getMessage());
        }
        return failure.getClass().getSimpleName() + ": " + failure.getMessage()
                + " (run it again with --debug to see where)";
    }

    private static Optional<Known> known(Throwable failure) {
        return KNOWN.stream().filter(known -> known.applies().test(failure)).findFirst();
    }

    private static boolean debug(CommandLine command) {
        var root = command;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        return root.getCommand() instanceof Millrace millrace && millrace.debug();
    }
}
