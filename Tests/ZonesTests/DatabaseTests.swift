import Foundation
import Testing
import Zones

@Suite struct DatabaseTests {
    /// Makes a folder, and removes it after a body.
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zones-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func write(_ bytes: [UInt8], _ path: String) throws {
        let file = try #require(fopen(path, "w"))
        #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
        fclose(file)
    }

    @Test func `given the names of zones, when they are looked for, then they are found and called so`() throws {
        for name in [
            "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "EST5EDT", "UTC", "+02:00", "-08:00",
        ] {
            #expect(Zone.named(name)?.name == name)
        }
        #expect(Zone.named("Etc/GMT+5")?.offset(at: 0) == -18_000)
        #expect(Zone.named("Europe/Berlin") == Zone.named("Europe/Berlin"))
        #expect(Zone.named("Europe/Berlin") != Zone.named("Europe/Paris"))
        #expect(Set([Zone.named("Europe/Berlin"), Zone.named("Europe/Berlin"), .utc, Zone.named("+00:00")]).count == 2)
    }

    @Test(arguments: [
        ("+02:00", 7_200), ("-08:00", -28_800), ("+05:45", 20_700), ("-00:00", 0), ("+00:53:28", 3_208),
        ("+25:59:59", 93_599),
        ("02:00", nil), ("+2:00", nil), ("+02", nil), ("+0200", nil), ("+02:60", nil), ("+26:00", nil),
        ("+02:00:60", nil),
        ("+", nil), ("+ab:cd", nil), ("+02:00Z", nil), ("--2:00", nil),
    ])
    func `given an offset, when it is read, then it is the zone of it or none`(_ text: String, _ seconds: Int?) {
        #expect(Zone.named(text)?.offset(at: 0) == seconds)
        if let seconds { #expect(Zone.named(text) == .fixed(seconds: seconds)) }
    }

    @Test func `given offsets, when zones are made of them, then their names find them again`() {
        for seconds in [0, 1, -1, 3_600, -28_800, 20_700, 93_599, -93_599] {
            let zone = Zone.fixed(seconds: seconds)
            #expect(Zone.named(zone.name) == zone)
            #expect(zone.offset(at: .max) == seconds)
        }
        #expect(Zone.fixed(seconds: 1_000_000).offset(at: 0) == 93_599)
        #expect(Zone.utc.description == "UTC")
    }

    @Test(arguments: [
        "", "/", "..", ".", "../zoneinfo/Europe/Berlin", "Europe/../Europe/Berlin", "Europe/./Berlin", "/etc/localtime",
        "/usr/share/zoneinfo/Europe/Berlin", "Europe//Berlin", "Europe/Berlin/", "Europe", "Europe/Berlin\0",
        "tzdata.zi",
        "Europe/Atlantis", "localtime", "posixrules", "right/Europe/Berlin", "leapseconds", "Europe/Berlin ", "Zürich",
        "Europe\\Berlin", "~", "*", "europe/berlin", "Europe/Berlin\n", "UTC+3", "GMT+3", "CEST",
        String(repeating: "A", count: 64), String(repeating: "A", count: 100_000),
        String(repeating: "A/", count: 32) + "A",
    ])
    func `given a name that no zone may have, when it is looked for, then it is not found`(_ name: String) {
        #expect(Zone.named(name) == nil)
        #expect(Zone.named(name) == nil, "not either when it was looked for before")
    }

    @Test
    func `given a folder of all sorts, when zones are looked for, then only regular files in the folder are read`()
        throws
    {
        try self.withFolder { folder in
            let good = ZoneFile(footer: "AAA-1").bytes
            try self.write(good, "\(folder)/Good")
            try self.write([], "\(folder)/Empty")
            try self.write(Array("# version 2031c\nR".utf8), "\(folder)/tzdata.zi")
            try self.write(good + [UInt8](repeating: 0, count: (1 << 20) - good.count), "\(folder)/Large")
            try self.write(good + [UInt8](repeating: 0, count: (1 << 20) + 1 - good.count), "\(folder)/TooLarge")
            #expect(mkdir("\(folder)/Folder", 0o755) == 0)
            #expect(mkfifo("\(folder)/Pipe", 0o644) == 0)
            #expect(symlink("Good", "\(folder)/Link") == 0)
            #expect(symlink("Loop", "\(folder)/Loop") == 0)
            #expect(symlink("/dev/zero", "\(folder)/Device") == 0)
            let database = ZoneDatabase(folder: folder)
            #expect(database.isPresent)
            #expect(database.version == "2031c")
            for name in ["Good", "Link", "Large"] { #expect(database.zone(name)?.offset(at: 0) == 3_600, "\(name)") }
            for name in ["Empty", "TooLarge", "Folder", "Pipe", "Loop", "Device", "None"] {
                #expect(database.zone(name) == nil, "\(name)")
            }
            // What was found or missed stays so, but misses give way to others.
            #expect(remove("\(folder)/Good") == 0)
            try self.write(good, "\(folder)/None")
            #expect(database.zone("Good") != nil)
            #expect(database.zone("None") == nil)
            for number in 0..<1_000 { #expect(database.zone("Miss\(number)") == nil) }
            #expect(database.zone("None") != nil)
        }
    }

    @Test func `given no database, when it is asked, then it says so and still knows UTC`() throws {
        try self.withFolder { folder in
            let none = ZoneDatabase(folder: "\(folder)/none")
            #expect(!none.isPresent)
            #expect(none.version == nil)
            #expect(none.zone("Europe/Berlin") == nil)
            #expect(none.zone("UTC") == .utc)
            #expect(none.zone("-08:00") != nil)
            #expect(ZoneDatabase.missingMessage.contains("tzdata"))
            for (text, version) in [("2024a\n", "2024a"), ("unknown\n", nil), ("", nil), ("\n2024a", nil)] {
                try self.write(Array(text.utf8), "\(folder)/+VERSION")
                #expect(ZoneDatabase(folder: folder).version == version)
            }
        }
        let version = try #require(Zone.databaseVersion)
        #expect(version.hasPrefix("20"))
    }

    @Test func `given many threads, when they look for the same zones, then they find the same`() async {
        await withTaskGroup(of: Set<Zone?>.self) { group in
            for _ in 0..<8 {
                group.addTask { Set(PropertyTests.names.map { Zone.named($0) }) }
            }
            var found: Set<Zone?> = []
            for await zones in group { found.formUnion(zones) }
            #expect(found.count == PropertyTests.names.count)
        }
    }
}
