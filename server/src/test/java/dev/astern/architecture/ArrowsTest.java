package dev.astern.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;
import java.util.Set;

/** Data flows one way: doors, services, engines, storage ports, model. */
@AnalyzeClasses(packages = "dev.astern", importOptions = DoNotIncludeTests.class)
class ArrowsTest {
    private static final String[] DOORS = {
        "dev.astern.rest..", "dev.astern.mcp..", "dev.astern.smtp..", "dev.astern.web.."
    };
    private static final String[] SERVICES = {
        "dev.astern.gateway..",
        "dev.astern.hook..",
        "dev.astern.session..",
        "dev.astern.operator..",
        "dev.astern.target..",
        "dev.astern.undo..",
        "dev.astern.stop..",
        "dev.astern.incident.."
    };
    private static final String[] EDGE = {
        "dev.astern.connector.*..", "dev.astern.storage.postgres..", "dev.astern.storage.embedded.."
    };

    @ArchTest
    static final ArchRule only_the_wiring_sees_the_edge = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.astern.server..",
                    "dev.astern.connector.*..",
                    // A connector as the others are; it lives beside what runs its commands.
                    "dev.astern.workspace.program..",
                    "dev.astern.storage.postgres..",
                    "dev.astern.storage.embedded..",
                    "dev.astern.bench..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(EDGE);

    @ArchTest
    static final ArchRule services_know_no_door = noClasses()
            .that()
            .resideInAnyPackage(SERVICES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(DOORS);

    @ArchTest
    static final ArchRule only_the_wiring_is_the_top = noClasses()
            .that()
            .resideOutsideOfPackages("dev.astern.server..", "dev.astern.bench..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.astern.server..");

    @ArchTest
    static final ArchRule ports_know_only_the_model = noClasses()
            .that()
            .resideInAPackage("dev.astern.storage")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(join(SERVICES, DOORS, EDGE));

    @ArchTest
    static final ArchRule model_knows_only_the_connector_api = noClasses()
            .that()
            .resideInAPackage("dev.astern.model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    join(SERVICES, DOORS, EDGE, new String[] {"dev.astern.storage..", "dev.astern.config.."}));

    @ArchTest
    static final ArchRule connectors_know_only_their_api = noClasses()
            .that()
            .resideInAPackage("dev.astern.connector.*..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(join(
                    SERVICES, DOORS, new String[] {"dev.astern.storage..", "dev.astern.model..", "dev.astern.config.."
                    }));

    @ArchTest
    static final ArchRule no_spring_in_the_core = noClasses()
            .that()
            .resideInAnyPackage(join(SERVICES, new String[] {
                "dev.astern.model..",
                "dev.astern.config..",
                "dev.astern.journal..",
                "dev.astern.connector..",
                "dev.astern.storage",
                "dev.astern.storage.embedded.."
            }))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule packages_form_no_cycles =
            slices().assignedFrom(new Slices()).should().beFreeOfCycles();

    /** The packages under ours; connectors are apart from the API that they are written to, which others see as well. */
    private static final class Slices implements SliceAssignment {
        private static final Set<String> API = Set.of("dev.astern.connector", "dev.astern.connector.resource");

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            var name = type.getPackageName();
            if (!name.startsWith("dev.astern.")) {
                return SliceIdentifier.ignore();
            }
            if (name.startsWith("dev.astern.connector.") && !API.contains(name)) {
                return SliceIdentifier.of("connectors");
            }
            return SliceIdentifier.of(name.split("\\.")[2]);
        }

        @Override
        public String getDescription() {
            return "packages, and connectors apart from their API";
        }
    }

    private static String[] join(String[]... parts) {
        return Arrays.stream(parts).flatMap(Arrays::stream).toArray(String[]::new);
    }
}
