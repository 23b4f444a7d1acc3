package io.millrace.core.app;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds the memory of all state stores of the process together: blocks, indexes, filters and write buffers are charged to
 * one cache. Kafka Streams makes an instance for each store by class name, so the cache is kept by the class; the first
 * store's configuration sets its size. It lives as long as the process.
 */
public final class RocksDbMemory implements RocksDBConfigSetter {

    /** Key in the configuration of Kafka Streams: bytes of the cache, a Long. */
    public static final String CACHE_BYTES = "millrace.rocksdb.cache.bytes";

    /** Key in the configuration of Kafka Streams: bytes of it for write buffers, a Long. */
    public static final String WRITE_BUFFER_BYTES = "millrace.rocksdb.write.buffer.bytes";

    private static final int SHARD_BITS = -1;
    private static final double INDEX_SHARE = 0.1;
    private static final long MEMTABLE_BYTES = 4L * 1024 * 1024;

    private static @Nullable Shared shared;

    private record Shared(Cache cache, WriteBufferManager writeBuffers) {}

    @Override
    public void setConfig(String store, Options options, Map<String, Object> configuration) {
        var memory = shared(configuration);
        var table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(memory.cache());
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setWriteBufferManager(memory.writeBuffers());
        options.setWriteBufferSize(MEMTABLE_BYTES);
        options.setMaxWriteBufferNumber(2);
        options.setTableFormatConfig(table);
    }

    /** Does nothing: the cache is shared with stores that stay open. */
    @Override
    public void close(String store, Options options) {}

    /** Bytes in use by all stores of the process; 0 before the first store is opened. */
    public static synchronized long usedBytes() {
        return shared == null ? 0 : shared.cache().getUsage();
    }

    private static synchronized Shared shared(Map<String, Object> configuration) {
        if (shared == null) {
            var cache = new LRUCache(bytes(configuration, CACHE_BYTES), SHARD_BITS, false, INDEX_SHARE);
            shared = new Shared(cache, new WriteBufferManager(bytes(configuration, WRITE_BUFFER_BYTES), cache));
        }
        return shared;
    }

    private static long bytes(Map<String, Object> configuration, String key) {
        if (configuration.get(key) instanceof Long bytes) {
            return bytes;
        }
        throw new ConfigException(key + " is missing: make the configuration with StreamsProperties");
    }
}
