/** Millrace beside a graph framework: the same requests on the same simulated replicas. */
@NullMarked
package io.millrace.load.langgraph;

import org.jspecify.annotations.NullMarked;
