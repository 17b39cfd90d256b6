import CommandLineKit
import Foundation
import Testing

@Suite(.enabled(if: CDNOW.path != nil, "run `make setup`: it fetches the CDNOW orders"), .timeLimit(.minutes(5)))
struct CDNOWTests {
    @Test func `counts of first, third, fifth and tenth orders equal a count over the CSV`() throws {
        let folder = try TemporaryFolder()
        try CDNOW.writeOrders(to: folder.file("orders.ndjson"))
        let outcome = try replay(folder, [folder.file("orders.ndjson")], to: "out")
        #expect(outcome.code == 0, "\(outcome.complaint)")

        // The ten-line script: purchases by customer, and how many customers reached each count.
        var purchases: [Substring: Int] = [:]
        let csv = try String(contentsOfFile: CDNOW.path ?? "", encoding: .utf8)
        for line in csv.split(whereSeparator: \.isNewline).dropFirst() {
            purchases[line.prefix { $0 != "," }, default: 0] += 1
        }
        func customers(with count: Int) -> Int { purchases.values.count { $0 >= count } }

        let milestones = try milestones(folder.file("out"))
        #expect(customers(with: 1) == 23_570)
        #expect(milestones["milestone.first_order"] == customers(with: 1))
        for count in [3, 5, 10, 25, 50] { #expect(milestones["\(count)"] ?? 0 == customers(with: count)) }
    }

    @Test func `two replays are the same, byte for byte`() throws {
        let folder = try TemporaryFolder()
        try CDNOW.writeOrders(to: folder.file("orders.ndjson"))
        for name in ["one", "two"] {
            #expect(try replay(folder, [folder.file("orders.ndjson")], to: name, "--until", "1998-07-01").code == 0)
        }
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.file("one").path) {
            let (one, two) = (folder.file("one/\(file)").path, folder.file("two/\(file)").path)
            #expect(FileManager.default.contentsEqual(atPath: one, andPath: two), "\(file) differs")
        }
    }

    @Test func `doubled lines shuffled within the lateness change no decision`() throws {
        let folder = try TemporaryFolder()
        try CDNOW.writeOrders(to: folder.file("orders.ndjson"))
        let lines = try String(contentsOf: folder.file("orders.ndjson"), encoding: .utf8).split(separator: "\n")
        var generator = SplitMix(state: 20)
        // Each line twice, each copy up to a minute late: sorted by time plus a random delay.
        let delayed = try lines.flatMap { line in
            let instant = try #require(time(of: line))
            return (0..<2).map { _ in (instant + Double(generator.next() % 60_000) / 1_000, String(line)) }
        }
        let shuffled = delayed.sorted { $0.0 < $1.0 }.map(\.1)
        #expect(shuffled.count == lines.count * 2)
        _ = try folder.write(shuffled, to: "shuffled.ndjson")
        #expect(try replay(folder, [folder.file("orders.ndjson")], to: "clean", "--until", "1998-07-01").code == 0)
        #expect(try replay(folder, [folder.file("shuffled.ndjson")], to: "out", "--until", "1998-07-01").code == 0)
        let (clean, out) = (try Decision.read(folder.file("clean")), try Decision.read(folder.file("out")))
        #expect(clean.count > 100_000)
        #expect(differences(clean, out).isEmpty)
    }

    @Test func `plain, gzip, zstd and standard input give the same`() throws {
        let folder = try TemporaryFolder()
        try CDNOW.writeOrders(to: folder.file("all.ndjson"))
        let lines = try String(contentsOf: folder.file("all.ndjson"), encoding: .utf8).split(separator: "\n")
        _ = try folder.write(lines.prefix(5_000).map(String.init), to: "orders.ndjson")
        for command in ["gzip -k", "zstd -q -k"] {
            let words = command.split(separator: " ").map(String.init) + [folder.file("orders.ndjson").path]
            try #require(try Program.launch("/usr/bin/env", words).code == 0)
        }
        for ending in ["", ".gz", ".zst"] {
            let file = folder.file("orders.ndjson" + ending)
            #expect(try replay(folder, [file], to: "out" + ending).code == 0)
        }
        let piped = try Program.run(
            [
                "replay", "--playbook", playbook("default"), "--input", "-", "--output", folder.file("out-").path,
            ],
            input: folder.file("orders.ndjson.gz")
        )
        #expect(piped.code == 0, "\(piped.complaint)")
        let expected = try Decision.read(folder.file("out"))
        for ending in [".gz", ".zst", "-"] {
            #expect(try differences(Decision.read(folder.file("out" + ending)), expected).isEmpty)
        }
    }

    private func milestones(_ folder: URL) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        let text = try String(contentsOf: folder.appending(path: "milestones.ndjson"), encoding: .utf8)
        for line in text.split(separator: "\n") {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            guard let type = object?["type"] as? String else { continue }
            counts[type, default: 0] += 1
            if type == "milestone.order_count", let data = object?["data"] as? [String: Any] {
                counts["\(data["reached"] as? Int ?? 0)", default: 0] += 1
            }
        }
        return counts
    }

    private func time(of line: Substring) -> Double? {
        guard let range = line.range(of: "\"timestamp\":\"") else { return nil }
        let text = line[range.upperBound...].prefix { $0 != "\"" }
        return (try? Date(String(text), strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))?
            .timeIntervalSince1970
    }
}

/// The path of a playbook that ships with the package; a path is itself.
func playbook(_ name: String) -> String {
    name.hasSuffix(".yaml") ? name : Program.root.appending(path: "deploy/playbooks/\(name).yaml").path
}

func replay(
    _ folder: TemporaryFolder,
    _ files: [URL],
    to output: String,
    by name: String = "default",
    _ more: String...
) throws -> Program.Outcome {
    try Program.run(
        ["replay", "--playbook", playbook(name), "--output", folder.file(output).path] + more + ["--input"]
            + files.map(\.path)
    )
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers from a seed on every machine.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var value = self.state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
