@NullMarked
package io.millrace.engines.worker;

import org.jspecify.annotations.NullMarked;
