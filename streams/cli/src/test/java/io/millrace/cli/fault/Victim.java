package io.millrace.cli.fault;

/** What is killed. */
enum Victim {
    /** The process of the topology and the server. */
    APPLICATION,
    /** One of the workers of the language model. */
    WORKER,
    BROKER
}
