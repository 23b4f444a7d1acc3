@NullMarked
package io.millrace.load.headline;

import org.jspecify.annotations.NullMarked;
