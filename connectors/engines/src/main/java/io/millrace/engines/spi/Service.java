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

    /** Frees what the service holds; called when no call runs any more. */
    @Override
    void close();
}
