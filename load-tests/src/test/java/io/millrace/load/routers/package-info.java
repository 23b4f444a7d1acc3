@NullMarked
package io.millrace.load.routers;

import org.jspecify.annotations.NullMarked;
