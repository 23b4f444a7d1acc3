@NullMarked
package io.millrace.engines.http;

import org.jspecify.annotations.NullMarked;
