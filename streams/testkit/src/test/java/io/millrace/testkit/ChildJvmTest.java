package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildJvmTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Test
    void shouldRunMainOfTheTestClassPathUntilKilled() {
        try (var child = ChildJvm.start(new ChildJvm.Launch("child-kill", Child.class, List.of("stay")))) {
            child.awaitOutput("ready stay", TIMEOUT);
            child.kill();
            assertThat(child.isAlive()).isFalse();
        }
    }

    @Test
    void shouldGiveExitStatusAfterTermination() {
        try (var child = ChildJvm.start(new ChildJvm.Launch("child-terminate", Child.class, List.of("stay")))) {
            child.awaitOutput("ready", TIMEOUT);
            assertThat(child.terminate(TIMEOUT)).isEqualTo(143);
        }
    }

    @Test
    void shouldShowOutputOfChildThatEndsEarly() {
        try (var child = ChildJvm.start(new ChildJvm.Launch("child-early", Child.class, List.of("leave")))) {
            assertThatThrownBy(() -> child.awaitOutput("never", TIMEOUT))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("ended with status 3")
                    .hasMessageContaining("ready leave");
        }
    }

    /** Prints that it is ready, then stays or leaves with status 3. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.out.println("ready " + arguments[0]);
            if ("leave".equals(arguments[0])) {
                System.exit(3);
            }
            Thread.currentThread().join();
        }
    }
}
