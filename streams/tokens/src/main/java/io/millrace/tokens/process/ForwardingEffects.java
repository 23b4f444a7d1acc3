package io.millrace.tokens.process;

import io.millrace.core.documents.Document;
import io.millrace.events.avro.tokens.CallUsage;
import io.millrace.events.avro.tokens.DocumentChunk;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.TenantLoad;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.topic.Trace;
import io.millrace.tokens.advance.Effects;
import io.millrace.tokens.schedule.Lanes;
import io.millrace.tokens.schedule.PromptPrefix;
import io.millrace.tokens.schedule.Replica;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Sends each effect to the sink of its topic. Used by the thread of its task. */
final class ForwardingEffects implements Effects {

    private final ProcessorContext<String, SpecificRecord> context;
    private final Lanes lanes;
    private final Map<String, Integer> pools;
    private final TokensMeters meters;
    private final GlobalEntries<TenantLoad> tenants;
    private Trace trace = Trace.NONE;

    /** @param tenants what each task has told of each tenant */
    ForwardingEffects(
            ProcessorContext<String, SpecificRecord> context,
            Lanes lanes,
            Map<String, Integer> pools,
            TokensMeters meters,
            GlobalEntries<TenantLoad> tenants) {
        this.context = context;
        this.lanes = lanes;
        this.pools = pools;
        this.meters = meters;
        this.tenants = tenants;
    }

    @Override
    public List<TenantLoad> tenantElsewhere(String tenant) {
        var found = new ArrayList<TenantLoad>();
        tenants.forEach(tenant + '|', (key, load) -> {
            if (load.getPartition() != partition() && load.getTenant().equals(tenant)) {
                found.add(load);
            }
        });
        return found;
    }

    @Override
    public void tenant(TenantLoad load) {
        load.setPartition(partition());
        forward(Nodes.TENANTS, tenantKey(load.getTenant()), load, load.getAt());
    }

    @Override
    public void tenantGone(String tenant) {
        forward(Nodes.TENANTS, tenantKey(tenant), null, context.currentSystemTimeMs());
    }

    private String tenantKey(String tenant) {
        return tenant + '|' + partition();
    }

    private int partition() {
        return context.taskId().partition();
    }

    /** What follows goes on in this trace. */
    void follow(Trace cause) {
        trace = cause;
    }

    @Override
    public boolean readsPrefixes(String pool) {
        return lanes.readsPrefixes(pool);
    }

    @Override
    public OptionalInt lane(Work call) {
        var prefix = call.getPrefix().isEmpty() ? PromptPrefix.NONE : new PromptPrefix(call.getPrefix());
        return lanes.pick(call.getPool(), prefix, call.getPromptTokens(), context.currentSystemTimeMs());
    }

    @Override
    public OptionalLong replicaSince(String replica) {
        return lanes.replica(replica, context.currentSystemTimeMs()).stream()
                .mapToLong(Replica::since)
                .findFirst();
    }

    /**
     * A cancellation of what runs where no lane is known here (a worker named it wrongly) is dropped: no one would read it.
     * Calls have a lane that there is.
     */
    @Override
    public void work(Work work) {
        var count = pools.getOrDefault(work.getPool(), 0);
        if (work.getLane() >= 0 && work.getLane() < count) {
            forward(Nodes.WORK, work.getRequestId(), work, work.getAt());
        }
    }

    @Override
    public void derived(Element element) {
        forward(Nodes.DERIVED, element.getRequestId(), element, element.getAt());
    }

    @Override
    public void reply(Reply reply) {
        forward(Nodes.REPLIES, reply.getRequestId(), reply, reply.getAt());
    }

    @Override
    public void result(Result result) {
        forward(Nodes.RESULTS, result.getRequestId(), result, result.getAt());
    }

    @Override
    public void usage(CallUsage usage) {
        meters.billed(usage);
        forward(Nodes.USAGE, usage.getRequestId(), usage, usage.getAt());
    }

    @Override
    public void chunk(DocumentChunk chunk) {
        forward(Nodes.DOCUMENTS, Document.key(chunk), chunk, chunk.getAt());
    }

    @Override
    public void closed(String pipeline, Duration waited) {
        meters.closed(pipeline, waited);
    }

    private void forward(String node, String key, @Nullable SpecificRecord event, long at) {
        var effect = new Record<String, SpecificRecord>(key, event, at);
        trace.addTo(effect.headers());
        context.forward(effect, node);
    }
}
