package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.CallUsage;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.Result;
import java.util.ArrayList;
import java.util.List;

/** What a transaction wrote to the topics; that of one that aborts is never read as committed. */
final class Transaction {
    final List<Result> results = new ArrayList<>();
    final List<Element> derived = new ArrayList<>();
    final List<Reply> replies = new ArrayList<>();
    final List<CallUsage> bills = new ArrayList<>();

    void moveTo(Transaction other) {
        other.results.addAll(results);
        other.derived.addAll(derived);
        other.replies.addAll(replies);
        other.bills.addAll(bills);
        clear();
    }

    void clear() {
        results.clear();
        derived.clear();
        replies.clear();
        bills.clear();
    }
}
