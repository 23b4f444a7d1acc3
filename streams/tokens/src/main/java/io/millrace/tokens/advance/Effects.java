package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.CallUsage;
import io.millrace.events.avro.tokens.DocumentChunk;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.Work;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What an event leads to. */
public interface Effects extends TenantReports {

    /** Whether the lane of a call to this pool is chosen by what its prompt begins with. */
    boolean readsPrefixes(String pool);

    /** Chooses the lane of a call; empty when its pool has none here. */
    OptionalInt lane(Work call);

    /** When the replica of this name came to be, as its last report says, 0 where it does not; empty when it is gone. */
    OptionalLong replicaSince(String replica);

    void work(Work work);

    void derived(Element element);

    void reply(Reply reply);

    void result(Result result);

    void usage(CallUsage usage);

    /** Part of an output that is too large for an item. */
    void chunk(DocumentChunk chunk);

    /**
     * A scope has closed with an output.
     *
     * @param waited since the first of the children that it joins had ended
     */
    void closed(String pipeline, Duration waited);
}
