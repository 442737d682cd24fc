/** What is tried with which inputs. Those who take them stand in the packages of what they try. */
package io.leveret.fuzz;
