@NullMarked
package io.millrace.load.cluster;

import org.jspecify.annotations.NullMarked;
