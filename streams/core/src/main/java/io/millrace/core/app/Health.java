package io.millrace.core.app;

/**
 * Health of an application, as probes ask for it.
 *
 * @param live false only when a restart of the process is the way out; a rebalance is not
 * @param ready whether it serves
 * @param started whether it has ever been ready
 * @param reason one sentence: why it is not ready, or that it is
 */
public record Health(boolean live, boolean ready, boolean started, String reason) {}
