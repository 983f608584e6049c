package dev.astern.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "workflow",
        mixinStandardHelpOptions = true,
        description = "Business processes that agents run, and how much these may do by themselves.",
        subcommands = picocli.CommandLine.HelpCommand.class)
final class WorkflowCommand {
    @Command(name = "list", mixinStandardHelpOptions = true, description = "Workflows that were given a stage.")
    int list(@Mixin ServerOptions server) {
        var stages = server.client().get("/v1/workflows");
        if (!server.printed(stages)) {
            var table = new Table("WORKFLOW", "STAGE");
            stages.properties().forEach(s -> table.row(s.getKey(), s.getValue().asString()));
            table.print();
            System.out.println("Any other workflow is assisted: what lasts is held.");
        }
        return 0;
    }

    @Command(
            name = "stage",
            mixinStandardHelpOptions = true,
            description =
                    "Gives a workflow a stage: shadow (nothing is executed), assisted (what lasts is held),"
                            + " constrained_write (what is restored from its own state runs), limited_autonomous (policy decides).")
    int stage(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "WORKFLOW") String workflow,
            @Parameters(paramLabel = "STAGE") String stage) {
        var answer = server.client()
                .put("/v1/workflows/" + Paths.segment(workflow) + "/stage", Map.of("stage", stage.replace('-', '_')));
        if (!server.printed(answer)) {
            System.out.println("workflow " + workflow + " is now at the stage "
                    + answer.path("stage").asString());
        }
        return 0;
    }
}
