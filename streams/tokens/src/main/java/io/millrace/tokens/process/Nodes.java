package io.millrace.tokens.process;

/** Names of the nodes of the topology. */
public final class Nodes {

    public static final String REQUESTS = "tokens-requests-source";
    public static final String ELEMENTS = "tokens-elements-source";
    public static final String CONTROL = "tokens-control-source";
    public static final String ADVANCE = "tokens-advance";
    public static final String WORK = "tokens-work-sink";
    public static final String DERIVED = "tokens-derived-sink";
    public static final String REPLIES = "tokens-replies-sink";
    public static final String RESULTS = "tokens-results-sink";
    public static final String USAGE = "tokens-usage-sink";
    public static final String TENANTS = "tokens-tenants-sink";
    public static final String DOCUMENTS = "tokens-documents-sink";

    private Nodes() {}
}
