import Formats
import Mapping
import Playbook
import Retention

/// The secret that the environment holds; nothing may show it.
private let secret = "Tr3ue~s3cret~key"

/// Mapping files: the input is the text.
final class MappingFileTarget: Target {
    func run(_ input: [UInt8]) {
        let yaml = String(decoding: input, as: UTF8.self)
        do throws(PlaybookError) {
            let settings = try MappingFile.load(yaml: yaml, named: "m.yaml", currency: nil) {
                $0 == "SECRET" ? secret : nil
            }
            guard !"\(settings)".contains(secret) else { broken("the settings show the secret") }
            self.read(settings)
        } catch {
            check(error, "m.yaml")
            guard !error.description.contains(secret) else { broken("a problem shows the secret") }
        }
    }

    /// Whatever the settings say, records are read under them as under any others.
    private func read(_ settings: IntakeSettings) {
        for (name, source) in settings.topics.prefix(4) {
            var alone = IntakeSettings(defaults: source)
            alone.topics[name] = source
            let intake = Intake(alone, limits: source.limits)
            for record in Self.records { intake.run(Array(record.utf8), topic: name) }
        }
    }

    private static let records = [
        """
        {"kind":"sale","ok":true,"receipt":"R-1","at":"2026-03-01 10:30","buyer":{"no":42},"sums":{"gross":"19.90"},\
        "rows":[{"article":"CUP","pieces":2,"unit":9.95}],"score":9,"unix":1772357400}
        """,
        """
        {"type":"track","event":"Order Completed","messageId":"m","userId":"1","timestamp":"2026-01-01",\
        "properties":{"orderNo":"A","order_id":"B","total":5}}
        """,
    ]
}

/// Playbooks: the input is the text.
final class PlaybookTarget: Target {
    func run(_ input: [UInt8]) {
        let yaml = String(decoding: input, as: UTF8.self)
        do throws(PlaybookError) {
            let compiled = try PlaybookFile.load(yaml: yaml, named: "p.yaml")
            guard compiled.text == yaml else { broken("the text changed") }
            let again = try PlaybookFile.load(yaml: yaml, named: "q.yaml")
            guard again.settings == compiled.settings, again.digest == compiled.digest,
                PlaybookFile.describe(again) == PlaybookFile.describe(compiled)
            else { broken("it is read in two ways") }
            _ = PlaybookFile.lint(compiled)
        } catch {
            check(error, "p.yaml")
        }
    }
}

/// Problems say where they are.
private func check(_ error: PlaybookError, _ file: String) {
    guard !error.problems.isEmpty else { broken("a file is refused without a problem") }
    for problem in error.problems where problem.line < 1 || problem.column < 1 || problem.file != file {
        broken("a problem without a place: \(problem)")
    }
}
