package io.millrace.engines.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * Unpacks the native libraries of the embedding model into one named directory. Left alone, ONNX Runtime unpacks 17 MB into
 * a new temporary directory at each start and leaves it behind after a kill, and the tokenizer writes below the home directory.
 */
final class NativeLibraries {

    private static final String ONNX_PATH = "onnxruntime.native.path";
    private static final String[] ONNX_LIBRARIES = {"onnxruntime", "onnxruntime4j_jni"};

    private NativeLibraries() {}

    /**
     * Must run before the first class of either library is loaded; properties that are set already win.
     *
     * @param directory shared by all processes of this machine that may write there
     */
    static void unpackTo(Path directory) {
        setIfAbsent("ai.djl.offline", "true");
        setIfAbsent("DJL_CACHE_DIR", directory.resolve("djl").toAbsolutePath().toString());
        if (System.getProperty(ONNX_PATH) == null) {
            unpackOnnx(directory);
        }
    }

    private static void unpackOnnx(Path directory) {
        var version = ai.onnxruntime.OrtSession.class.getPackage().getImplementationVersion();
        var target = directory
                .resolve("onnxruntime-" + (version == null ? "any" : version))
                .toAbsolutePath();
        try {
            Files.createDirectories(target);
            for (var library : ONNX_LIBRARIES) {
                if (!unpack(System.mapLibraryName(library), target)) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack native libraries into " + target + ": " + e.getMessage(), e);
        }
        System.setProperty(ONNX_PATH, target.toString());
    }

    /** @return false where the artifact has no library for this platform and ONNX Runtime must say so itself */
    private static boolean unpack(String library, Path target) throws IOException {
        var file = target.resolve(library);
        if (Files.exists(file)) {
            return true;
        }
        try (var content =
                NativeLibraries.class.getResourceAsStream("/ai/onnxruntime/native/" + platform() + "/" + library)) {
            if (content == null) {
                return false;
            }
            var partial = Files.createTempFile(target, library, ".part");
            Files.copy(content, partial, StandardCopyOption.REPLACE_EXISTING);
            moveInto(partial, file);
            return true;
        }
    }

    /** Whole or not at all, so that two processes may unpack at once. */
    private static void moveInto(Path partial, Path file) throws IOException {
        try {
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String platform() {
        var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        var family = os.contains("mac") ? "osx" : os.contains("win") ? "win" : "linux";
        return family + "-" + (arch.equals("aarch64") || arch.equals("arm64") ? "aarch64" : "x64");
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
