package io.millrace.server;

import io.millrace.testkit.TestPlatform;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One server for all tests of a class, handed to its constructor; it has the pipeline {@code echo}. Not for all classes of the
 * JVM: two servers of one number would end each other's transactions.
 */
final class SharedServer implements BeforeAllCallback, ParameterResolver {

    /** Smaller than the defaults, so that what is too large is quickly made and what does not come not waited for long. */
    private static final Map<String, String> SETTINGS =
            Map.of("server.body.bytes", "65536", "max.request.bytes", "32768", "documents.read.timeout.ms", "1000");

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SharedServer.class);
    private static final Set<Integer> PUBLISHED = Set.of(200, 201);

    /** The store closes it after the class. */
    @Override
    public void beforeAll(ExtensionContext tests) {
        var server = ServerFixture.start(TestPlatform.shared(), SETTINGS);
        tests.getStore(NAMESPACE).put(ServerFixture.class, server);
        var published = server.http().put("/api/v1/tokens/pipelines/echo", "echo", "application/yaml");
        if (!PUBLISHED.contains(published.statusCode())) {
            throw new IllegalStateException("no pipeline echo: " + published.body());
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == ServerFixture.class;
    }

    @Override
    public ServerFixture resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getStore(NAMESPACE).get(ServerFixture.class, ServerFixture.class);
    }
}
