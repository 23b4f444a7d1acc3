package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.CallUsage;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.Result;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** What a transaction wrote to the topics; that of one that aborts is never read as committed. */
final class Transaction {

    /** An element that was derived, a bill or a result, and the number of the event that led to it. */
    record Output(int poll, String requestId, SpecificRecord record) {}

    final List<Result> results = new ArrayList<>();
    final List<Element> derived = new ArrayList<>();
    final List<Reply> replies = new ArrayList<>();
    final List<CallUsage> bills = new ArrayList<>();

    private final List<Output> inOrder = new ArrayList<>();

    /** Number of the event that is worked off, never used twice. */
    int poll;

    void add(Result result) {
        results.add(result);
        inOrder.add(new Output(poll, result.getRequestId(), result));
    }

    void add(Element element) {
        derived.add(element);
        inOrder.add(new Output(poll, element.getRequestId(), element));
    }

    void add(CallUsage bill) {
        bills.add(bill);
        inOrder.add(new Output(poll, bill.getRequestId(), bill));
    }

    /** All of a request but the replies, in the order in which it was written. */
    List<Output> inOrder(String requestId) {
        return inOrder.stream()
                .filter(output -> output.requestId().equals(requestId))
                .toList();
    }

    void moveTo(Transaction other) {
        other.results.addAll(results);
        other.derived.addAll(derived);
        other.replies.addAll(replies);
        other.bills.addAll(bills);
        other.inOrder.addAll(inOrder);
        clear();
    }

    void clear() {
        results.clear();
        derived.clear();
        replies.clear();
        bills.clear();
        inOrder.clear();
    }
}
