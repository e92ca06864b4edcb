# SPDX-License-Identifier: GPL-2.0-or-later
#
# Prints the C file that holds the numbered migrations: the text of each
# 0001-NAME.sql given, in order, as one string.  Usage: awk -f embed.awk FILE...
BEGIN {
	print "/* Made from src/store/schema/ by embed.awk. */"
	print "#include \"store/migrations.h\"\n"
	print "const struct sp_migration sp_migrations[] = {"
}
FNR == 1 {
	if (NR > 1)
		print "\t},"
	name = FILENAME
	sub(/.*\//, "", name)
	version++
	if (substr(name, 1, 4) + 0 != version) {
		print "embed.awk: " name ": migration " version " is missing" > "/dev/stderr"
		failed = 1
		exit 1
	}
	print "\t{ " version ", \"" name "\","
}
{
	gsub(/\\/, "\\\\")
	gsub(/"/, "\\\"")
	print "\t\t\"" $0 "\\n\""
}
END {
	if (!failed)
		print "\t},\n\t{ 0, 0, 0 },\n};\n\nconst int sp_schema_version = " version ";"
}
