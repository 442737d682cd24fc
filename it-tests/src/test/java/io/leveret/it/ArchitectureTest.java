package io.leveret.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** The directions in which the house may depend on itself. What an arrow may not do, no review has to look for. */
@AnalyzeClasses(packages = "io.leveret", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String CODEC = "io.leveret.codec..";
    private static final String ENGINE = "io.leveret.engine..";
    private static final String PERSISTENCE = "io.leveret.persistence..";
    private static final String MANAGEMENT = "io.leveret.api..";
    private static final String BROKER = "io.leveret.broker..";
    private static final String PERF = "io.leveret.perf..";

    @ArchTest
    static final ArchRule codecKnowsNettysBuffersAndNothingElse = noClasses().that().resideInAPackage(CODEC)
        .should().dependOnClassesThat().resideOutsideOfPackages(CODEC, "io.netty.buffer..", "io.netty.util..", "java..");

    @ArchTest
    static final ArchRule engineKnowsNoNetwork = noClasses().that().resideInAPackage(ENGINE)
        .should().dependOnClassesThat().resideInAnyPackage("io.netty..", "java.net..", "java.nio.channels..", "io.micronaut..");

    @ArchTest
    static final ArchRule engineKnowsNoFiles = noClasses().that().resideInAPackage(ENGINE)
        .should().dependOnClassesThat().resideInAnyPackage("java.io..", "java.nio.file..");

    @ArchTest
    static final ArchRule engineKnowsOfTheCodecOnlyErrorsAndValues = noClasses().that().resideInAPackage(ENGINE)
        .should().dependOnClassesThat().resideInAnyPackage("io.leveret.codec", "io.leveret.codec.method..");

    @ArchTest
    static final ArchRule engineKnowsNobodyWhoUsesIt = noClasses().that().resideInAPackage(ENGINE)
        .should().dependOnClassesThat().resideInAnyPackage(PERSISTENCE, MANAGEMENT, BROKER);

    @ArchTest
    static final ArchRule persistenceKnowsOnlyTheEngine = noClasses().that().resideInAPackage(PERSISTENCE)
        .should().dependOnClassesThat().resideInAnyPackage(MANAGEMENT, BROKER, "io.netty.channel..");

    @ArchTest
    static final ArchRule nobodyKnowsTheLauncher = noClasses().that().resideOutsideOfPackages(BROKER, "io.leveret.benchmarks..")
        .should().dependOnClassesThat().resideInAPackage(BROKER);

    @ArchTest
    static final ArchRule loadGeneratorKnowsOfUsOnlyTheCodec = noClasses().that().resideInAPackage(PERF)
        .should().dependOnClassesThat().resideInAnyPackage(ENGINE, PERSISTENCE, MANAGEMENT, BROKER);

    @ArchTest
    static final ArchRule nobodyKnowsTheLoadGenerator = noClasses().that().resideOutsideOfPackage(PERF)
        .should().dependOnClassesThat().resideInAPackage(PERF);

    /** Of those whose time must go on whatever is done to the system's clock. */
    @ArchTest
    static final ArchRule oneClassReadsTheSystemsClock = noClasses().that().resideInAnyPackage(ENGINE, "io.leveret.broker.amqp..")
        .and().doNotHaveSimpleName("SteadyMillis").should().callMethod(System.class, "currentTimeMillis")
        .orShould().callMethod(Instant.class, "now");

    /** Uptimes and rates neither jump nor go backwards with it. */
    @ArchTest
    static final ArchRule figuresOfTheNodeDoNotGoByTheSystemsClock = noClasses()
        .that().resideInAnyPackage("io.leveret.broker.node..", "io.leveret.api", "io.leveret.api.metrics..")
        .should().callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching("io.leveret.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobodyReflects = noClasses().that().resideInAPackage("io.leveret..")
        .and().haveNameNotMatching(".*\\$(Definition|Introspection).*") // what Micronaut writes while it compiles, so as not to reflect
        .should().dependOnClassesThat().resideInAPackage("java.lang.reflect..");
}
