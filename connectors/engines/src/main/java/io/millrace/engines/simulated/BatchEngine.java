package io.millrace.engines.simulated;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One replica with continuous batching, without a clock: whoever drives it begins an iteration, lets its time pass and ends it.
 * Each iteration writes one token of every sequence whose prompt is read, and reads with what is left of the token budget
 * the other prompts in the order of admission; the one that reads the last of a prompt writes its first token. For one thread.
 */
public final class BatchEngine {

    private final EngineProfile profile;
    private final PrefixCache cache;
    private final Deque<Sequence> waiting = new ArrayDeque<>();
    private final List<Sequence> running = new ArrayList<>();
    private boolean iterating;

    public BatchEngine(EngineProfile profile, PrefixCache cache) {
        this.profile = profile;
        this.cache = cache;
    }

    /**
     * Queues a sequence; the next iteration that has room admits it.
     *
     * @param length tokens that it will write
     */
    public Sequence add(Prompt prompt, int length) {
        if (length < 1) {
            throw new IllegalArgumentException("a sequence writes at least one token, was " + length);
        }
        var sequence = new Sequence(prompt, length);
        waiting.add(sequence);
        return sequence;
    }

    /** Forgets a sequence at any point, also during an iteration, whose time stays what it was; it gets no further token. */
    public void cancel(Sequence sequence) {
        sequence.cancel();
        if (!waiting.remove(sequence)) {
            running.remove(sequence);
        }
    }

    /**
     * Admits what has room and plans an iteration.
     *
     * @return empty when there is nothing to do
     * @throws IllegalStateException while another one has not ended
     */
    public Optional<Iteration> begin() {
        if (iterating) {
            throw new IllegalStateException("an iteration is in progress");
        }
        admit();
        if (running.isEmpty()) {
            return Optional.empty();
        }
        iterating = true;
        return Optional.of(plan());
    }

    /**
     * Ends an iteration.
     *
     * @return the sequences that got a token; those that are done have left the engine
     */
    public List<Sequence> end(Iteration iteration) {
        iterating = false;
        for (var chunk : iteration.chunks()) {
            chunk.sequence().read(chunk.tokens());
        }
        var writing = new ArrayList<>(iteration.decoding());
        iteration.chunks().stream()
                .map(Chunk::sequence)
                .filter(Sequence::decodes)
                .forEach(writing::add);
        writing.removeIf(Sequence::isCancelled);
        writing.forEach(Sequence::write);
        running.removeIf(Sequence::isDone);
        return writing;
    }

    /** Sequences that wait for room. */
    public int waiting() {
        return waiting.size();
    }

    /** Sequences that are read or written. */
    public int running() {
        return running.size();
    }

    public PrefixCache cache() {
        return cache;
    }

    private void admit() {
        while (!waiting.isEmpty() && running.size() < profile.batch().maxSequences()) {
            var sequence = waiting.remove();
            sequence.admit(cache.admit(sequence.prompt()));
            running.add(sequence);
        }
    }

    private Iteration plan() {
        var decoding = new ArrayList<Sequence>();
        long context = 0;
        for (var sequence : running) {
            if (sequence.decodes()) {
                decoding.add(sequence);
                context += sequence.context();
            }
        }
        int left = profile.batch().tokenBudget() - decoding.size();
        var chunks = new ArrayList<Chunk>();
        for (var sequence : running) {
            int tokens = Math.min(sequence.unread(), left);
            if (tokens > 0) {
                chunks.add(new Chunk(sequence, tokens));
                left -= tokens;
            }
        }
        int tokens = profile.batch().tokenBudget() - left;
        return new Iteration(profile.iterationMillis(tokens, context), decoding, chunks);
    }

    /**
     * What an iteration does.
     *
     * @param millis that it takes
     * @param decoding sequences that write a token
     * @param chunks parts of prompts that are read
     */
    public record Iteration(double millis, List<Sequence> decoding, List<Chunk> chunks) {

        public Iteration {
            decoding = List.copyOf(decoding);
            chunks = List.copyOf(chunks);
        }
    }

    /** Tokens of one sequence's prompt. */
    public record Chunk(Sequence sequence, int tokens) {}
}
