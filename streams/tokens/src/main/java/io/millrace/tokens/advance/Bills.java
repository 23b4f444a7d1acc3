package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.CallUsage;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.avro.tokens.SupersededRun;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.tokens.model.ItemPath;
import io.millrace.tokens.plan.Stage;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what calls cost. A run is billed when it ends or is called off; one that was called off says last what it used
 * until it stopped, and the rest is billed then, also where nothing is left of its call, see {@link ForgottenRuns}.
 */
final class Bills {

    private Bills() {}

    /**
     * Bills the current run of a call, if it began and was not billed when it was called off, by the last that came of it, be
     * it handed on or not.
     */
    static void bill(RequestRun run, Stage stage, ItemPath path, ItemState item, String status) {
        if (item.getWaiting() > 0) {
            new Fragments(run, stage, path, item).forEach(element -> count(item, element));
        }
        // What was billed must be known when the rest comes, also when the fragments that say it are gone.
        run.save(stage, path, item);
        if (item.getRun() != null && !isSuperseded(item, item.getRun())) {
            add(
                    run,
                    usage(run, stage, path, item, item.getRun())
                            .setStatus(status)
                            .setUsage(orNothing(item.getUsage()))
                            .build());
        }
    }

    /** A run of which anything came has begun. Its running totals never fall, so the larger of two is the later. */
    private static void count(ItemState item, Element element) {
        if (item.getRun() == null) {
            item.setRun(element.getRun());
            item.setStartedAt(element.getAt());
        }
        var total = element.getUsage();
        if (total != null
                && Objects.equals(item.getRun(), element.getRun())
                && total.compareTo(orNothing(item.getUsage())) > 0) {
            item.setUsage(total);
        }
    }

    /** Bills the current run, which another one replaces, and remembers how much. */
    static void supersede(RequestRun run, Stage stage, ItemPath path, ItemState item, String status) {
        bill(run, stage, path, item, status);
        var old = Objects.requireNonNull(item.getRun(), "only a run can be superseded");
        item.getSuperseded().add(new SupersededRun(old, orNothing(item.getUsage())));
    }

    static boolean isSuperseded(ItemState item, long run) {
        return find(item, run) != null;
    }

    /**
     * Bills what a run used after it was billed.
     *
     * @param total tokens of the whole run, as its last element says
     */
    static void rest(RequestRun run, Stage stage, ItemPath path, ItemState item, long of, Usage total) {
        var superseded = find(item, of);
        var billed = superseded != null ? superseded.getUsage() : orNothing(item.getUsage());
        if (total.equals(billed)) {
            return;
        }
        if (superseded != null) {
            superseded.setUsage(total);
        } else {
            item.setUsage(total);
        }
        run.save(stage, path, item);
        add(
                run,
                rest(run, stage, path, item, of)
                        .setUsage(difference(total, billed))
                        .build());
    }

    /** Bills what a run used after it was billed, whose call is no more. */
    static void rest(RequestRun run, Stage stage, Element last, Usage more) {
        var call = ItemState.newBuilder()
                .setAttempt(last.getAttempt())
                .setSuperseded(List.of())
                .setStartedAt(last.getAt())
                .build();
        long of = Objects.requireNonNull(last.getRun(), "a worker names its run");
        add(
                run,
                rest(run, stage, ItemPath.of(last.getPath()), call, of)
                        .setUsage(more)
                        .build());
    }

    private static CallUsage.Builder rest(RequestRun run, Stage stage, ItemPath path, ItemState item, long of) {
        return usage(run, stage, path, item, of).setStatus("REST");
    }

    private static void add(RequestRun run, CallUsage bill) {
        var stage = run.plan.find(bill.getStage()).orElseThrow();
        bill.setCost(run.settings.prices().of(stage, bill.getUsage()));
        run.effects.usage(bill);
        Tenants.used(run.state, run.settings.quotas(), bill, run.now);
        var summary = run.changeSummary(stage);
        add(summary.getUsage(), bill.getUsage());
        summary.setCost(run.settings.prices().of(stage, summary.getUsage()));
        var request = run.change();
        add(request.getUsage(), bill.getUsage());
        request.setCost(Prices.sum(request.getStages()));
    }

    private static CallUsage.Builder usage(RequestRun run, Stage stage, ItemPath path, ItemState item, long of) {
        return CallUsage.newBuilder()
                .setRequestId(run.id())
                .setTenant(run.request().getTenant())
                .setPipeline(run.plan.name())
                .setStage(stage.name())
                .setPool(Objects.requireNonNull(stage.pool(), "a call has a pool"))
                .setPath(path.levels())
                .setAttempt(item.getAttempt())
                .setRun(of)
                .setStartedAt(item.getStartedAt())
                .setAt(run.now);
    }

    private static @Nullable SupersededRun find(ItemState item, long run) {
        for (var superseded : item.getSuperseded()) {
            if (superseded.getRun() == run) {
                return superseded;
            }
        }
        return null;
    }

    static Usage orNothing(@Nullable Usage usage) {
        return usage == null ? new Usage(0L, 0L, 0L) : usage;
    }

    static Usage difference(Usage total, Usage billed) {
        return new Usage(
                total.getPromptTokens() - billed.getPromptTokens(),
                total.getCachedTokens() - billed.getCachedTokens(),
                total.getCompletionTokens() - billed.getCompletionTokens());
    }

    private static void add(Usage total, Usage more) {
        total.setPromptTokens(total.getPromptTokens() + more.getPromptTokens());
        total.setCachedTokens(total.getCachedTokens() + more.getCachedTokens());
        total.setCompletionTokens(total.getCompletionTokens() + more.getCompletionTokens());
    }
}
