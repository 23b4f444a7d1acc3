package io.millrace.load.cancel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One request: its calls, and when it was cancelled. Safe for use by several threads. */
final class Trial {

    private final int number;
    private final Cancel cancel;
    private final List<CompletableFuture<OpenCall>> calls = new ArrayList<>();
    private final CompletableFuture<String> id = new CompletableFuture<>();
    private final CompletableFuture<Acknowledged> acknowledged = new CompletableFuture<>();

    /**
     * A cancel, in {@link System#nanoTime()}.
     *
     * @param sent when the client sent it
     * @param at when its client had the answer
     */
    record Acknowledged(long sent, long at) {}

    Trial(int number) {
        this.number = number;
        this.cancel = Cancel.of(number);
        for (int index = 0; index < CancelPlan.PARTS; index++) {
            calls.add(new CompletableFuture<>());
        }
    }

    int number() {
        return number;
    }

    Cancel cancel() {
        return cancel;
    }

    /** Of the request, once the front door has named it. */
    CompletableFuture<String> id() {
        return id;
    }

    CompletableFuture<Acknowledged> acknowledged() {
        return acknowledged;
    }

    /** The engine works on a part. A part that is begun twice stays the first call's. */
    void opened(int index, OpenCall call) {
        calls.get(index).complete(call);
    }

    /** When there is something to cancel. */
    CompletableFuture<Void> begun() {
        var all = new ArrayList<CompletableFuture<?>>(calls);
        all.add(id);
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    }

    /** The calls that are to be aborted, of a request that has begun. */
    List<OpenCall> meant() {
        return calls.subList(0, cancel.subtree() ? 1 : calls.size()).stream()
                .map(CompletableFuture::join)
                .toList();
    }

    /** The calls that are not, of a request that has begun. */
    List<OpenCall> spared() {
        return calls.subList(cancel.subtree() ? 1 : calls.size(), calls.size()).stream()
                .map(CompletableFuture::join)
                .toList();
    }

    @Override
    public String toString() {
        return "request " + number + " (" + cancel.inWords() + ')';
    }
}
