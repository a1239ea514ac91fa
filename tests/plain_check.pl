#!/usr/bin/perl
# Lines with CHECK constraints as PostgreSQL prints them -> the same with spellings made one that
# mean the same for every type: (a AND b) AND c is a AND b AND c, and the cast of an array of
# constants is that of its elements.
use strict;
use warnings;

# From the tokens after an opening parenthesis up to its end: the text, and AND or OR when that is
# what its parts stand between.
sub group {
    my ($tokens) = @_;
    my ($word, @parts) = ("");
    my $part = [];    # texts, and groups as [text, word]
    while (defined(my $token = shift @$tokens)) {
        last if $token eq ")";
        if ($token eq "(") { push @$part, [group($tokens)]; }
        elsif ($token eq " AND " || $token eq " OR ") { push @parts, $part; $part = []; $word = $token; }
        elsif ($token ne "") { push @$part, $token; }
    }
    push @parts, $part;
    return (join($word, map { spelled($_, $word) } @parts), $word);
}

sub spelled {
    my ($part, $word) = @_;
    return $part->[0][0] if @$part == 1 && ref $part->[0] && $word ne "" && $part->[0][1] eq $word;
    return join "", map { ref $_ ? "($_->[0])" : $_ } @$part;
}

sub elements {
    my ($list, $type) = @_;
    return "ARRAY[" . join(", ", map { "($_)::$type" } split(/, /, $list)) . "]";
}

while (<STDIN>) {
    chomp;
    s/\(ARRAY\[([^\[\]]*)\]\)::([a-z ]+)\[\]/elements($1, $2)/ge;
    my @tokens = split /('(?:[^']|'')*'| AND | OR |[()])/;
    my ($text) = group(\@tokens);
    print "$text\n";
}
