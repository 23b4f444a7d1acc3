package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.RequestState;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import java.util.List;

/** Makes results from where a request stands. */
final class Results {

    private Results() {}

    static Result of(RequestState request, ResultStatus status, long now) {
        return Result.newBuilder()
                .setRequestId(request.getRequestId())
                .setTenant(request.getTenant())
                .setPipeline(request.getPipeline())
                .setVersion(request.getVersion())
                .setStatus(status)
                .setComplete(status == ResultStatus.COMPLETE)
                .setFinishReason(request.getFinishReason())
                .setErrorCode(request.getErrorCode())
                .setErrorMessage(request.getErrorMessage())
                .setMissing(List.copyOf(request.getMissing()))
                .setUsage(request.getUsage())
                .setCost(request.getCost())
                .setStages(List.copyOf(request.getStages()))
                .setStartedAt(request.getStartedAt())
                .setAt(now)
                .build();
    }
}
