import ArgumentParser
import Formats
import Journal
import JSON
import Retention

extension DeadLettersCommand {
    /// Shows one dead letter with its contents.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one dead letter with its headers and contents.",
            discussion: """
                PLACE is where the raw record stands or stood, as 'list' prints it.

                Prints key, headers and value of the record, which may be personal data: mind
                where the output goes. What is no UTF-8 comes in base64. Where the reason
                points into the record, the value that stands there is shown as well.

                EXAMPLES
                  treue dead-letters show orders/3/1789
                  treue dead-letters show orders/3/1789 --json
                """
        )

        @OptionGroup var cluster: ClusterOptions

        @Argument(
            help: "The place of the raw record, as topic/partition/offset.",
            transform: { try PlaceArgument($0) }
        )
        var place: PlaceArgument

        @Flag(help: "Print one JSON object.")
        var json = false

        func run() async throws {
            try await reporting {
                let settings = try Settings.resolve(self.cluster)
                Interruption.watch()
                let reader = try LetterReader(settings)
                let ledger = try reader.readLedger()
                let origin = self.place.origin
                var found: ShownLetter?
                let filter = LetterFilter(place: origin)
                try reader.forEachLetter(filter, ledger, doing: "looking for the letter") { letter, state, record in
                    // The one that stands there, else the latest of its retries.
                    let isBetter = found.map {
                        $0.letter.place != origin
                            && (letter.place == origin || letter.place.offset > $0.letter.place.offset)
                    }
                    if isBetter ?? true { found = ShownLetter(letter, state, record) }
                }
                guard let found else {
                    throw Failure(
                        .work,
                        "there is no dead letter of \(origin.place); 'treue dead-letters list' prints the places"
                    )
                }
                print(self.json ? found.json : found.text)
            }
        }
    }
}
