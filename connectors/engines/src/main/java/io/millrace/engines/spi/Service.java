package io.millrace.engines.spi;

/** A one-shot call: retrieval, a tool. One instance serves a whole worker and is called by many threads at once. */
public interface Service extends AutoCloseable {

    /**
     * Answers on the calling thread. An interrupt cancels.
     *
     * @throws ServiceException when there is no answer; the caller reports it and goes on
     * @throws InterruptedException when the call was cancelled
     */
    ServiceAnswer call(ServiceRequest request) throws ServiceException, InterruptedException;

    /**
     * No further part of a scope comes, so what is kept of it can go. Called after the last part has ended, or while parts
     * run that nobody waits for any more; perhaps twice, and not at all for a scope that was begun here by mistake, which is
     * to be forgotten after a while too. Must return soon.
     *
     * @param scope as {@link ServiceRequest#scope} named it
     * @param cardinality number of parts, those included that were never sent; -1 when it ends before all of them have
     */
    default void scopeEnded(String scope, int cardinality) {}

    /** Frees what the service holds; called when no call runs any more. */
    @Override
    void close();
}
