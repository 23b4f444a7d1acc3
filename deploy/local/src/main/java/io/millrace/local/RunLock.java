package io.millrace.local;

import io.millrace.local.LocalPlatformException.AlreadyRunning;
import io.millrace.local.LocalPlatformException.UnusableDataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One platform a data directory. The operating system's file lock decides, so the lock of a process that died is free
 * at once; the process id in the file is only for messages. The file is never deleted: another process may be about to
 * lock it.
 */
final class RunLock implements AutoCloseable {

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws AlreadyRunning when a live process holds the directory */
    static RunLock take(DataDirectory directory) {
        var path = directory.lock();
        try {
            var channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new AlreadyRunning(directory.root(), ownerText(path));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(PidFile.describe(ProcessHandle.current()).getBytes(PidFile.ENCODING)));
            return new RunLock(channel);
        } catch (IOException e) {
            throw new UnusableDataDirectory(directory.root(), "no lock: " + e.getMessage(), e);
        }
    }

    /** The live process that was the last to take the lock. */
    static Optional<ProcessHandle> owner(DataDirectory directory) {
        return PidFile.at(directory.lock()).process();
    }

    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try (channel) {
            channel.truncate(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String ownerText(Path path) throws IOException {
        var first = Files.readString(path, PidFile.ENCODING).lines().findFirst().orElse("");
        return first.isEmpty() ? "process unknown" : "process " + first;
    }
}
