package io.millrace.load.headline.routing;

import io.millrace.engines.simulated.Prompt;

/**
 * A call that needs a replica.
 *
 * @param head name of what its prompt begins with, in the reference's words so that both hash alike
 */
public record RoutedCall(String head, Prompt prompt) {}
