package io.millrace.queries.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.function.Function;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.jspecify.annotations.Nullable;

/** Text form of the logical types of the Avro specification over their plain values. */
final class LogicalText {

    private final Function<Object, String> write;
    private final Function<String, Object> read;

    private LogicalText(Function<Object, String> write, Function<String, Object> read) {
        this.write = write;
        this.read = read;
    }

    String text(Object plain) {
        return write.apply(plain);
    }

    /** @throws IllegalArgumentException with a sentence that says what is expected */
    Object parse(String text) {
        try {
            return read.apply(text);
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Null where the schema has no logical type that has a text of its own. */
    static @Nullable LogicalText of(Schema schema) {
        var type = schema.getLogicalType();
        if (type == null) {
            return null;
        }
        if (type instanceof LogicalTypes.Decimal decimal) {
            return decimal(decimal, schema);
        }
        return switch (type.getName()) {
            case "timestamp-millis" -> instant(ChronoUnit.MILLIS);
            case "timestamp-micros" -> instant(ChronoUnit.MICROS);
            case "timestamp-nanos" -> instant(ChronoUnit.NANOS);
            case "local-timestamp-millis" -> local(ChronoUnit.MILLIS);
            case "local-timestamp-micros" -> local(ChronoUnit.MICROS);
            case "local-timestamp-nanos" -> local(ChronoUnit.NANOS);
            case "date" ->
                new LogicalText(
                        days -> LocalDate.ofEpochDay((Integer) days).toString(),
                        text -> Math.toIntExact(LocalDate.parse(text).toEpochDay()));
            case "time-millis" ->
                new LogicalText(
                        millis -> LocalTime.ofNanoOfDay((Integer) millis * 1_000_000L)
                                .toString(),
                        text -> Math.toIntExact(LocalTime.parse(text).toNanoOfDay() / 1_000_000L));
            case "time-micros" ->
                new LogicalText(
                        micros -> LocalTime.ofNanoOfDay((Long) micros * 1_000L).toString(),
                        text -> LocalTime.parse(text).toNanoOfDay() / 1_000L);
            default -> null;
        };
    }

    private static LogicalText instant(ChronoUnit unit) {
        return new LogicalText(
                count -> Instant.EPOCH.plus((Long) count, unit).toString(),
                text -> unit.between(Instant.EPOCH, Instant.parse(text)));
    }

    private static LogicalText local(ChronoUnit unit) {
        var epoch = LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC);
        return new LogicalText(
                count -> epoch.plus((Long) count, unit).toString(),
                text -> unit.between(epoch, LocalDateTime.parse(text)));
    }

    private static LogicalText decimal(LogicalTypes.Decimal type, Schema schema) {
        return new LogicalText(
                plain -> new BigDecimal(new BigInteger(bytes(plain)), type.getScale()).toPlainString(), text -> {
                    var number = number(text).setScale(type.getScale());
                    if (number.precision() > type.getPrecision()) {
                        throw new IllegalArgumentException("has more than " + type.getPrecision() + " digits");
                    }
                    var unscaled = number.unscaledValue().toByteArray();
                    return schema.getType() == Schema.Type.FIXED ? fixed(schema, unscaled) : ByteBuffer.wrap(unscaled);
                });
    }

    private static BigDecimal number(String text) {
        // A number such as 1e999999999 would fill the memory when it is written out.
        if (text.length() > 100 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            throw new IllegalArgumentException("must be a decimal number without exponent");
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a decimal number", e);
        }
    }

    private static GenericFixed fixed(Schema schema, byte[] unscaled) {
        var bytes = new byte[schema.getFixedSize()];
        if (unscaled.length > bytes.length) {
            throw new IllegalArgumentException("does not fit " + bytes.length + " bytes");
        }
        byte sign = (byte) (unscaled[0] < 0 ? -1 : 0);
        Arrays.fill(bytes, sign);
        System.arraycopy(unscaled, 0, bytes, bytes.length - unscaled.length, unscaled.length);
        return new GenericData.Fixed(schema, bytes);
    }

    private static byte[] bytes(Object plain) {
        if (plain instanceof GenericFixed fixed) {
            return fixed.bytes();
        }
        var buffer = ((ByteBuffer) plain).duplicate();
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
