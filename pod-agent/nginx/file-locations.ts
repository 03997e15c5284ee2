/**
 * The part of site.conf that is answered from files. A name with an extension is a file: when it is not there, that is a
 * 404, and no page of HTML comes in place of a script. An extension begins with a letter, so that a route such as
 * /models/llama-3.1 is a route. Symbolic links are followed: sites are put in place by them, models lie on a volume behind
 * them, and whoever can lay one into the site could lay the file there too.
 */

export const fileLocations = `    # Regular expressions come before the folders below, in this order.
    location ~ "^/\\.(?!well-known/)|./\\." {
        return 404;
    }

    location ~ "\\.[A-Za-z][A-Za-z0-9]*$" {
        try_files $uri =404;
    }

    location /assets/ {
        try_files $uri =404;
    }

    location /.well-known/ {
        default_type text/plain;
        try_files $uri =404;
    }

    location / {
        try_files $uri $uri/index.html /index.html;
    }
`;
