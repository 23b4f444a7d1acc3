package io.millrace.engines.worker;

/**
 * What a replica keeps from one session to the next, as its engine or service does.
 *
 * @param since when it came to be, epoch milliseconds; tells it from an earlier worker of the same name
 * @param prefixes what its engine has read lately
 */
record ReplicaMemory(long since, PrefixCache prefixes) {}
