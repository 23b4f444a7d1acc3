package io.millrace.queries.store;

import io.millrace.queries.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Opaque cursors: where a page ended, bound to its query and signed, so that a forged or borrowed one is refused. Safe
 * for use by several threads.
 */
public final class Cursors {

    private static final int VERSION = 1;
    private static final int SIGNATURE_BYTES = 16;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec secret;

    /** @param secret shared by all instances that shall take each other's cursors; at least 16 bytes */
    public Cursors(byte[] secret) {
        if (secret.length < 16) {
            throw new IllegalArgumentException("the cursor secret needs at least 16 bytes, was " + secret.length);
        }
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    public String encode(String store, KeyRange range, String lastKey) {
        var payload = payload(store, range, lastKey);
        var token = new ByteArrayOutputStream();
        token.writeBytes(sign(payload));
        token.writeBytes(payload);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token.toByteArray());
    }

    /**
     * The range that goes on where the cursor ends.
     *
     * @throws io.millrace.queries.ProblemException INVALID_CURSOR when it was not made here for this store and range
     */
    public KeyRange resume(String cursor, String store, KeyRange range) {
        var bytes = decode(cursor);
        var payload = Arrays.copyOfRange(bytes, SIGNATURE_BYTES, bytes.length);
        if (!MessageDigest.isEqual(sign(payload), Arrays.copyOf(bytes, SIGNATURE_BYTES))) {
            throw Problem.INVALID_CURSOR.because("the cursor was not made by this server; start without one");
        }
        try (var in = new DataInputStream(new ByteArrayInputStream(payload))) {
            if (in.readByte() != VERSION
                    || !in.readUTF().equals(store)
                    || !Objects.equals(readOptional(in), range.from())
                    || !Objects.equals(readOptional(in), range.to())
                    || !Objects.equals(readOptional(in), range.prefix())) {
                throw Problem.INVALID_CURSOR.because(
                        "the cursor belongs to another query; repeat from, to and prefix as they were");
            }
            return range.after(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] decode(String cursor) {
        try {
            var bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length > SIGNATURE_BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Not base64: the same answer as for too few bytes.
        }
        throw Problem.INVALID_CURSOR.because("the cursor is not one; start without one");
    }

    private static byte[] payload(String store, KeyRange range, String lastKey) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(store);
            writeOptional(out, range.from());
            writeOptional(out, range.to());
            writeOptional(out, range.prefix());
            out.write(lastKey.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void writeOptional(DataOutputStream out, @Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    private static @Nullable String readOptional(DataInputStream in) throws IOException {
        return in.readBoolean() ? new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8) : null;
    }

    private byte[] sign(byte[] payload) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return Arrays.copyOf(mac.doFinal(payload), SIGNATURE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
