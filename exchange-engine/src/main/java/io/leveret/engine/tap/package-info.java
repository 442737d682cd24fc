/** Looking on while messages pass, without taking any. */
package io.leveret.engine.tap;
