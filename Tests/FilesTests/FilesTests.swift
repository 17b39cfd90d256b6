import Files
import Foundation
import Testing

/// A folder that is removed with its last owner.
final class Folder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("files-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: url.appendingPathComponent(name))
        return path(name)
    }

    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() } }
}

/// Compresses with the system's tool.
func compressed(_ tool: String, _ bytes: [UInt8]) throws -> [UInt8] {
    let folder = try Folder()
    let input = try folder.write("in", bytes)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [tool, "-q", "-c", input]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return [UInt8](data)
}

struct Seen: Equatable {
    var lines: [String] = []
    var numbers: [Int] = []
    var offsets: [Int64] = []
    var tooLong: [Int] = []
    var blank = 0
    var error: FilesError?
}

func read(_ path: String, maximum: Int = 4 << 20) -> Seen {
    var seen = Seen()
    do throws(FilesError) {
        var reader = try LineReader(path: path, maximumLineLength: maximum)
        reading: while true {
            do throws(FilesError) {
                switch try reader.advance() {
                case .line:
                    seen.lines.append(reader.line.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) })
                    seen.numbers.append(reader.lineNumber)
                    seen.offsets.append(reader.lineOffset)
                case .tooLong: seen.tooLong.append(reader.lineNumber)
                case .end: break reading
                }
            } catch {
                seen.error = error
                break reading
            }
        }
        seen.blank = reader.blankLines
    } catch { seen.error = error }
    return seen
}

@Suite struct LineReaderTests {
    @Test func linesEndInAnyOfThreeWays() throws {
        let folder = try Folder()
        let seen = read(try folder.write("a.ndjson", Array("one\r\ntwo\n\n \t\r\nthree\rx\nlast".utf8)))
        #expect(seen.lines == ["one", "two", "three\rx", "last"])
        #expect(seen.numbers == [1, 2, 5, 6])
        #expect(seen.offsets == [0, 5, 14, 22])
        #expect(seen.blank == 2)
        #expect(seen.error == nil)
    }

    @Test(arguments: ["", "\n", "\r\n\r\n", "x", "x\n"]) func smallFilesAreRead(_ text: String) throws {
        let folder = try Folder()
        let seen = read(try folder.write("a", Array(text.utf8)))
        #expect(seen.lines == (text.contains("x") ? ["x"] : []))
        #expect(seen.error == nil)
    }

    static func large() -> (bytes: [UInt8], lines: [String]) {
        var lines: [String] = []
        var seed: UInt64 = 9
        for i in 0..<60_000 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1
            lines.append(
                "\(i):" + String(repeating: Character(UnicodeScalar(UInt8(97 + i % 26))), count: Int(seed >> 57))
            )
        }
        lines[30_000] = String(repeating: "L", count: 900_000)
        return (Array(lines.joined(separator: "\n").utf8), lines)
    }

    @Test func largeFilesOfAllFormatsHoldTheSameLines() throws {
        let folder = try Folder()
        let (bytes, lines) = Self.large()
        let cut = bytes.count / 3
        let gzip = try compressed("gzip", bytes)
        let zstd = try compressed("zstd", bytes)
        #expect(read(try folder.write("plain", bytes)).lines == lines)
        #expect(read(try folder.write("a.gz", gzip)).lines == lines)
        #expect(read(try folder.write("no-extension-1", gzip)).lines == lines)
        #expect(read(try folder.write("a.zst", zstd)).lines == lines)
        #expect(read(try folder.write("no-extension-2", zstd)).lines == lines)
        let head = Array(bytes[..<cut])
        let tail = Array(bytes[cut...])
        let members = try compressed("gzip", head) + compressed("gzip", []) + compressed("gzip", tail)
        let frames = try compressed("zstd", head) + compressed("zstd", []) + compressed("zstd", tail)
        #expect(read(try folder.write("joined.gz", members)).lines == lines)
        #expect(read(try folder.write("joined.zst", frames)).lines == lines)
        let short = read(try folder.write("plain", bytes), maximum: 500)
        #expect(short.tooLong == [30_001])
        #expect(short.lines.count == lines.count - 1)
    }

    @Test func lineLengthsAtTheLimit() throws {
        let folder = try Folder()
        for limit in [1, 2, 10, 300_000] {
            let fit = String(repeating: "a", count: limit)
            let over = fit + "b"
            for end in ["\n", "\r\n"] {
                let text = fit + end + over + end + fit + end + over + over + end + over + fit
                let seen = read(try folder.write("a", Array(text.utf8)), maximum: limit)
                #expect(seen.lines == [fit, fit])
                #expect(seen.tooLong == [2, 4, 5])
                #expect(seen.numbers == [1, 3])
            }
        }
    }

    @Test(arguments: ["gzip", "zstd"]) func everyTruncationIsReported(_ tool: String) throws {
        let folder = try Folder()
        let whole = try compressed(tool, Array("{\"a\":1}\n{\"b\":2}\n{\"c\":3}\n".utf8))
        let name = tool == "gzip" ? "a.gz" : "a.zst"
        for length in 0..<whole.count {
            let seen = read(try folder.write(name, Array(whole[..<length])))
            if length == 0 && tool == "zstd" || length > 0 || tool == "gzip" {
                #expect(seen.error?.code == .truncated, "\(tool) cut to \(length)")
                #expect(seen.error?.path == folder.path(name))
                #expect(seen.error?.position == Int64(length))
            }
            #expect(
                read(try folder.write(name, whole + Array(whole[..<length]))).error?.code
                    == (length == 0 ? nil : .truncated)
            )
        }
        #expect(read(try folder.write(name, whole)).error == nil)
    }

    @Test(arguments: ["gzip", "zstd"]) func damageIsReported(_ tool: String) throws {
        let folder = try Folder()
        let (bytes, _) = Self.large()
        var data = try compressed(tool, bytes)
        for i in stride(from: data.count / 2, to: data.count / 2 + 64, by: 1) { data[i] ^= 0x5A }
        let seen = read(try folder.write(tool == "gzip" ? "a.gz" : "a.zst", data))
        #expect(seen.error?.code == .corrupt)
        #expect((seen.error?.position ?? 0) > 0)
        let plain = read(try folder.write(tool == "gzip" ? "b.gz" : "b.zst", Array("{\"a\":1}\n".utf8)))
        #expect(plain.error?.code == .corrupt)
    }

    @Test func missingFilesAndFoldersAreReported() throws {
        let folder = try Folder()
        #expect(read(folder.path("nothing")).error?.code == .notFound)
        #expect(read(folder.url.path).error?.code == .isDirectory)
        #expect(read(folder.path("nothing")).error?.description.contains("check the path") == true)
    }

    @Test func progressReachesTheSizeOfTheFile() throws {
        let folder = try Folder()
        let data = try compressed("gzip", Self.large().bytes)
        var reader = try LineReader(path: try folder.write("a.gz", data))
        while try reader.advance() != .end {}
        let (taken, total) = (reader.bytesRead, reader.totalBytes)
        #expect(taken == Int64(data.count))
        #expect(total == Int64(data.count))
        let again = try reader.advance()
        #expect(again == .end)
    }

    @Test func pipesAreRead() throws {
        let folder = try Folder()
        let path = folder.path("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        let thread = Thread {
            let handle = FileHandle(forWritingAtPath: path)
            for byte in Array("a\nbb\nccc".utf8) { handle?.write(Data([byte])) }
            try? handle?.close()
        }
        thread.start()
        #expect(read(path).lines == ["a", "bb", "ccc"])
    }
}

@Suite struct OutputFileTests {
    @Test func theNameAppearsOnlyWhenTheFileIsComplete() throws {
        let folder = try Folder()
        let path = folder.path("out.ndjson")
        var file = try OutputFile(path: path)
        let block = [UInt8](repeating: 65, count: 100_000)
        for _ in 0..<7 { try file.append(block.span) }
        try file.append(UInt8(ascii: "\n"))
        try file.append("end")
        let written = file.bytesWritten
        #expect(written == 700_004)
        #expect(!FileManager.default.fileExists(atPath: path))
        try file.close()
        #expect(try folder.names == ["out.ndjson"])
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(data.count == 700_004)
        #expect(data.suffix(4) == Data("\nend".utf8))
    }

    @Test func anAbandonedFileLeavesNothing() throws {
        let folder = try Folder()
        let path = try folder.write("out", Array("old".utf8))
        func abandon() throws {
            var file = try OutputFile(path: path)
            try file.append("new")
        }
        try abandon()
        #expect(try folder.names == ["out"])
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
        let file = try OutputFile(path: path)
        try file.close()
        #expect(try folder.names == ["out"])
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "")
    }

    @Test func twoWritersOfOneNameDoNotMeet() throws {
        let folder = try Folder()
        let path = folder.path("out")
        var first = try OutputFile(path: path)
        var second = try OutputFile(path: path)
        try first.append("1")
        try second.append("2")
        try first.close()
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "1")
        try second.close()
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "2")
        #expect(try folder.names == ["out"])
    }

    @Test func aFullDiskIsReported() throws {
        var file = try OutputFile(path: "/dev/full")
        try file.append("x")
        do throws(FilesError) {
            try file.close()
            Issue.record("a full device took bytes")
        } catch {
            #expect(error.code == .diskFull)
            #expect(error.path == "/dev/full")
        }
    }

    @Test func missingFoldersAreReported() throws {
        let folder = try Folder()
        do throws(FilesError) {
            let file = try OutputFile(path: folder.path("no/out"))
            try file.close()
            Issue.record("a file appeared in a missing folder")
        } catch { #expect(error.code == .notFound) }
        do throws(FilesError) {
            let file = try OutputFile(path: folder.url.path)
            try file.close()
            Issue.record("a folder was replaced")
        } catch { #expect(error.code == .isDirectory) }
    }
}
