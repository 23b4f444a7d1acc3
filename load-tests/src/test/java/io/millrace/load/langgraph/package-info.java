@NullMarked
package io.millrace.load.langgraph;

import org.jspecify.annotations.NullMarked;
