@NullMarked
package io.millrace.engines.openai;

import org.jspecify.annotations.NullMarked;
